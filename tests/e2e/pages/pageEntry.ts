import type { Page } from 'playwright-core';
import type { State } from '../states/drive.ts';
import type { Stage } from '../visit/stage.ts';

/** Waits until a page shows what it must; throws when it does not. */
export type Shows = (page: Page) => Promise<unknown>;

/** Why a page has no such state. */
export interface NoState {
  none: string;
}

/** One page of the portal, with what it must show in each state. */
export interface PageEntry {
  /** As it is declared; `:id` stands for a thing. */
  route: string;
  /** For the test's name; the route when it says enough. */
  name?: string;
  /** Who looks at it; IT unless told. */
  user?: string;
  /** Where it is in this stage. */
  address(stage: Stage): Promise<string> | string;
  /** The calls that bring it into its states; those of the inventory unless told. */
  calls?: string;
  /** What shows when all is well. */
  loaded: Shows;
  states: Record<State, Shows | NoState>;
}

/** All of them, in whatever order they come. */
export const all =
  (...shows: Shows[]): Shows =>
  page =>
    Promise.all(shows.map(one => one(page)));

/** A text in sight, once or more often. */
export const text =
  (words: string | RegExp): Shows =>
  page =>
    page
      .getByRole('main')
      .getByText(words)
      .filter({ visible: true })
      .first()
      .waitFor();

/** A heading, of any level. */
export const heading =
  (name: string | RegExp): Shows =>
  page =>
    page.getByRole('heading', { name }).first().waitFor();

/** A link in the page's own part of the window. */
export const link =
  (name: string | RegExp): Shows =>
  page =>
    page.getByRole('main').getByRole('link', { name }).first().waitFor();
