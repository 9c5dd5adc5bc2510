/** Lists: their whole state is their address, and survives reload and Back. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './visit/stage.ts';
import type { Visit } from './visit/Visit.ts';

const GUESTS = 200;

let stage: Stage;
let visit: Visit;
let page: Page;
before(async () => {
  stage = await openStage({ guests: GUESTS });
  visit = await stage.visit('it');
  page = visit.page;
});
after(() => stage?.close());
beforeEach(async () => {
  await visit.open('/inventory/guests');
  await settled(/^1–50 of /);
});

/** The names in the list, top to bottom. */
async function names(): Promise<string[]> {
  const cells = await page.getByRole('rowheader').allInnerTexts();
  return cells.map(cell => cell.trim());
}

/** Waits until the list shows this range, and is asking for nothing more. */
async function settled(range: RegExp): Promise<void> {
  await page.getByRole('status').filter({ hasText: range }).waitFor();
  await page
    .getByRole('main')
    .locator('[aria-busy=true]')
    .waitFor({ state: 'detached' });
}

/** What the address asks for. */
const asked = () => new URLSearchParams(visit.address().split('?')[1]);

/** Reloads; the same rows must come in the same order. */
async function survivesReload(range: RegExp): Promise<void> {
  const before = await names();
  const address = visit.address();
  await page.reload();
  await settled(range);
  assert.equal(visit.address(), address);
  assert.deepEqual(await names(), before);
}

async function filterPower(value: string): Promise<void> {
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: 'Power' })
    .click();
  await page.getByRole('checkbox', { name: value }).press('Space');
  await page.getByRole('button', { name: 'Done' }).click();
}

describe('the state of a list is its address', () => {
  test('a filter', async () => {
    await filterPower('stopped');
    await page.waitForURL(/filter=/);
    await settled(/^1–\d+ of (?!200$)\d+$/);
    assert.deepEqual(asked().getAll('filter'), ['powerState:eq:stopped']);
    const rows = page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader') });
    assert.ok((await rows.count()) > 0);
    // A template is stopped too, and says what it is.
    const others = rows.filter({ hasNotText: /stopped|template/ });
    assert.equal(await others.count(), 0);
    await survivesReload(/^1–\d+ of \d+$/);

    await page
      .getByRole('button', { name: 'Remove the filter on Power' })
      .click();
    await settled(/^1–50 of /);
    assert.deepEqual(asked().getAll('filter'), []);
  });

  test('an order, by pressing a heading', async () => {
    const before = await names();
    await page.getByRole('columnheader', { name: 'Memory' }).click();
    await page.waitForURL(/sort=/);
    await settled(/^1–50 of /);
    const once = asked().get('sort');
    assert.match(once!, /^-?memoryBytes$/);
    assert.notDeepEqual(await names(), before);
    await survivesReload(/^1–50 of /);
    await page.getByRole('columnheader', { name: 'Memory' }).click();
    await page.waitForURL(url => url.searchParams.get('sort') !== once);
  });

  test('a search, which Back does not walk through letter by letter', async () => {
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await visit.reads('Home');
    await page.getByRole('link', { name: 'Guests', exact: true }).click();
    await settled(/^1–50 of /);
    await page
      .getByRole('searchbox', { name: 'Search this list' })
      .pressSequentially('web');
    await page.waitForURL(/q=web/);
    await settled(/^1–\d+ of \d+$/);
    for (const name of await names()) assert.match(name, /web/);
    await survivesReload(/^1–\d+ of \d+$/);
    await page.goBack();
    await visit.reads('Home');
  });

  test('a page, with the way back to the ones before', async () => {
    const first = await names();
    await page.getByRole('button', { name: 'Next page' }).click();
    await settled(/^51–100 of /);
    const second = await names();
    assert.equal(second.filter(name => first.includes(name)).length, 0);
    await survivesReload(/^51–100 of /);
    await page.getByRole('button', { name: 'Next page' }).click();
    await settled(/^101–150 of /);
    await page.getByRole('button', { name: 'Previous page' }).click();
    await settled(/^51–100 of /);
    assert.deepEqual(await names(), second);
    await page.goBack();
    await settled(/^101–150 of /);
    await page.goBack();
    await settled(/^51–100 of /);
    await page.goBack();
    await settled(/^1–50 of /);
    assert.deepEqual(await names(), first);
  });

  test('the columns', async () => {
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'UUID' }).press('Space');
    await page
      .getByRole('checkbox', { name: 'Owner', exact: true })
      .press('Space');
    await page.keyboard.press('Escape');
    const heading = page.getByRole('columnheader', { name: 'UUID' });
    await heading.waitFor();
    await survivesReload(/^1–50 of /);
    await heading.waitFor();
    assert.equal(
      await page
        .getByRole('columnheader', { name: 'Owner', exact: true })
        .count(),
      0,
    );
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('button', { name: 'Usual columns' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Owner' }).waitFor();
  });

  test('what a mistyped address asks for is said, not passed over', async () => {
    await visit.open('/inventory/guests?filter=colour:eq:blue');
    await page
      .getByText(/A part of the address was not understood.*colour/)
      .waitFor();
  });
});

describe('other moments, and what is gone', () => {
  test('a past moment is said to be one, with the way back', async () => {
    await page.getByRole('button', { name: 'As of now' }).click();
    await page.getByRole('button', { name: 'Yesterday' }).click();
    await page
      .getByText(/You see the guests as of .*, not the present/)
      .waitFor();
    assert.ok(asked().get('at'));
    // Nothing was known yesterday: the list says so instead of showing today's.
    await page
      .getByRole('heading', { name: /^Nothing was recorded as of / })
      .waitFor();
    await page.getByText(/history begins with the first sync, on /).waitFor();
    await page.getByRole('button', { name: 'Back to now' }).click();
    await settled(/^1–50 of /);
    assert.equal(asked().get('at'), null);
  });

  test('a destroyed guest is listed on request, and only then', async () => {
    const [victim] = (await stage.inventory.guests('pve-east')).filter(
      ({ powerState, template }) => powerState === 'stopped' && !template,
    );
    assert.ok(victim);
    await stage.stack.control.call('POST', '/world/guests', {
      action: 'destroy',
      cluster: 'pve-east',
      vmid: Number(victim.externalId),
    });
    await stage.inventory.sync('pve-east');
    const search = encodeURIComponent(victim.name);
    await visit.open(
      `/inventory/guests?q=${search}&filter=platformId:eq:pve-east`,
    );
    await page.getByRole('heading', { name: 'No guests match' }).waitFor();
    await page.getByRole('button', { name: /^Deleted/ }).click();
    await page.getByRole('menuitemradio', { name: /only/i }).click();
    await page.getByRole('row', { name: new RegExp(victim.name) }).waitFor();
    assert.equal(asked().get('deleted'), 'only');
    await page.getByRole('link', { name: victim.name, exact: true }).click();
    await page.getByText(/It is deleted since/).waitFor();
  });
});

test('an address is copied with one press, and the row stays closed', async () => {
  await visit.open('/inventory/guests?filter=addresses:present');
  const button = page.getByRole('button', { name: /^Copy \d/ }).first();
  const address = (await button.getAttribute('aria-label'))!.slice(
    'Copy '.length,
  );
  await button.click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), address);
  await visit.reads('Guests');
});

test('nothing of this troubled the console', () => {
  assert.deepEqual(visit.takeTroubles(), []);
});
