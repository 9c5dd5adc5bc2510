/** What every page says in its states, each said once for all pages. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { spoken } from '../states/drive.ts';
import { all, heading, link, text, type Shows } from './pageEntry.ts';

const main = (page: Page) => page.getByRole('main');

/** A skeleton that says so to those who don't see it. */
export const waits: Shows = page =>
  main(page).getByRole('status', { name: 'Loading' }).first().waitFor();

/** A list keeps its header and says that it is busy. */
export const listWaits: Shows = page =>
  main(page).locator('[aria-busy=true]').first().waitFor();

/** Backstage's own pages turn a wheel instead. */
export const progresses: Shows = page =>
  main(page).getByRole('progressbar').first().waitFor();

/** The picture is old: the chip says so, and a line what that means. */
export const agedPicture: Shows = all(
  page =>
    main(page)
      .getByRole('button', { name: /^as of .* stale/ })
      .waitFor(),
  text(/What is shown may be out of date\..*older than twice/s),
);

/** What happened, what to do, and an id to quote. */
export const failed: Shows = async page => {
  const alert = main(page).getByRole('alert').first();
  await alert.getByText(spoken.error).waitFor();
  await alert.getByText(spoken.errorId).first().waitFor();
  await alert.getByRole('button', { name: 'Try again' }).waitFor();
};

/** A refusal names what is not allowed, and offers no retry that can't help. */
export const refused =
  (what: string): Shows =>
  async page => {
    const alert = main(page).getByRole('alert').first();
    await alert
      .getByRole('heading', { name: `You may not see ${what}` })
      .waitFor();
    await alert.getByText(spoken.refused).waitFor();
    assert.equal(
      await alert.getByRole('button', { name: 'Try again' }).count(),
      0,
      'a refusal offers to try again',
    );
  };

/** Nothing there, what would fill it, and the way to that. */
export const nothingCollected = (what: string): Shows =>
  all(heading(`No ${what} yet`), link('Add a platform'));
