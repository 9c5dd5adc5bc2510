/** The walk that must never break: what each role does on a usual day. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Guest } from '@flyloft/plugin-inventory-common';
import { openStage, type Stage } from './visit/stage.ts';
import type { Visit } from './visit/Visit.ts';

const GUEST = 'portal-api';
const RENAMED = 'portal-api-blue';

let stage: Stage;
let guest: Guest;
before(async () => {
  stage = await openStage();
  const guests = await stage.inventory.guests('pve-west');
  guest = guests.find(({ name }) => name === GUEST)!;
  assert.ok(guest?.primaryAddress, `${GUEST} shows no address`);
});
after(() => stage?.close());

/** Name and password on the identity provider's page. */
async function givePassword({ page }: Visit, userName: string) {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByLabel('User name or e-mail').fill(userName);
  await page.getByLabel('Password').fill(stage.stack.lab.identity.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Types into the one search, and opens the option that shows this. */
async function findBySearch({ page }: Visit, typed: string, shown: RegExp) {
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: 'Search' }).waitFor();
  await page.keyboard.type(typed);
  await page.getByRole('option', { name: shown }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Search' }).waitFor({
    state: 'hidden',
  });
}

/** Starts a sync of everything with the button, and waits for its end. */
async function syncNow({ page }: Visit) {
  await page.getByRole('button', { name: 'Sync now' }).click();
  const started = page.waitForResponse(
    response =>
      response.request().method() === 'POST' &&
      response.url().endsWith('/api/inventory/sync-runs'),
  );
  await page.getByRole('menuitem', { name: 'All platforms' }).click();
  const { items } = (await (await started).json()) as {
    items: Array<{ id: string; platformId: string }>;
  };
  const { clusters, estates } = stage.stack.lab;
  const platforms = new Set(items.map(({ platformId }) => platformId));
  assert.equal(platforms.size, items.length, 'one run per platform');
  assert.ok(clusters.every(({ id }) => platforms.has(id)));
  assert.ok(items.length <= clusters.length + estates.length);
  await page.getByRole('progressbar').first().waitFor();
  for (const { id } of items) {
    await stage.inventory.runUntil(id, ['succeeded']);
  }
  await page.getByRole('progressbar').first().waitFor({ state: 'hidden' });
}

describe('IT on a usual day', () => {
  let visit: Visit;
  before(async () => {
    visit = await stage.stranger();
  });
  after(() => visit?.close());

  test('signs in with password and one-time code, and is home', async () => {
    const { page } = visit;
    await visit.open('/');
    await visit.reads('Sign in to Flyloft');
    await givePassword(visit, 'it');
    await page.getByRole('heading', { name: 'One-time code' }).waitFor();
    const code = await page.locator('output').innerText();
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await visit.reads('Home');
    await page.getByRole('link', { name: 'Hosts' }).waitFor();
    await page.getByText('West data centre').first().waitFor();
  });

  test('finds a guest by its address, and sees its history', async () => {
    await findBySearch(visit, guest.primaryAddress!, new RegExp(GUEST));
    await visit.reads(GUEST);
    assert.equal(visit.address(), `/inventory/guests/${guest.id}`);
    await visit.page.getByText(guest.primaryAddress!).first().waitFor();
    const history = visit.page.getByRole('list', { name: 'Changes' });
    await history.getByText('First seen').waitFor();
    await history.getByRole('link', { name: /sync of pve-west/ }).waitFor();
  });

  test('syncs now, and a change in the data centre arrives in the list', async () => {
    const { page } = visit;
    await page
      .getByRole('link', { name: 'Guests', exact: true })
      .last()
      .click();
    await visit.reads('Guests');
    await page.getByRole('main').getByRole('searchbox').fill('portal-');
    await page.getByRole('row', { name: /portal-api/ }).waitFor();
    for (const change of [
      { action: 'rename', name: RENAMED },
      { action: 'stop' },
    ]) {
      await stage.stack.control.call('POST', '/world/guests', {
        cluster: 'pve-west',
        vmid: Number(guest.externalId),
        ...change,
      });
    }
    await syncNow(visit);
    const row = page.getByRole('row', { name: new RegExp(RENAMED) });
    await row.getByText('stopped').waitFor();
  });

  test('sees it on the guest, from what to what', async () => {
    await visit.page.getByRole('link', { name: RENAMED }).click();
    await visit.reads(RENAMED);
    const changes = visit.page
      .getByRole('list', { name: 'Changes' })
      .getByRole('listitem');
    await changes
      .filter({ hasText: `${GUEST} → ${RENAMED}` })
      .first()
      .waitFor();
    await changes.filter({ hasText: 'running → stopped' }).first().waitFor();
  });

  test('sees the guest as it was before', async () => {
    const { page } = visit;
    const slider = page.getByRole('slider', { name: 'As of' });
    await slider.press('Home');
    await page.getByText(/You see this guest as of/).waitFor();
    await visit.reads(/^portal-api$/);
    await page.getByRole('button', { name: 'Back to now' }).click();
    await visit.reads(RENAMED);
  });

  test('finds it by its new name, in another letter case', async () => {
    await visit.page.getByRole('link', { name: 'Home', exact: true }).click();
    await visit.reads('Home');
    await findBySearch(visit, RENAMED.toUpperCase(), new RegExp(RENAMED));
    await visit.reads(RENAMED);
  });

  test('sees it in the catalog under its new name, live', async () => {
    const { page } = visit;
    await catalogKnows(RENAMED);
    await page.reload();
    const main = page.getByRole('main');
    await main.getByRole('link', { name: 'Catalog', exact: true }).click();
    await page.waitForURL(/\/catalog\/default\/resource\//);
    await main.getByRole('heading', { name: RENAMED }).waitFor();
    await main.getByText('Inventory', { exact: true }).click();
    await main.getByRole('link', { name: 'Open in the inventory' }).waitFor();
    await main.getByText('stopped').first().waitFor();
  });

  test('left no error in the console on the way', () => {
    assert.deepEqual(visit.takeTroubles(), []);
  });

  test('signs out: the sign-in page, and no session left', async () => {
    const { page } = visit;
    await page.getByRole('button', { name: /ivo\.tanner@/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await visit.reads('You are signed out');
    await visit.open('/inventory/guests');
    await visit.reads('Sign in to Flyloft');
    for (const call of [
      '/api/inventory/guests',
      '/api/auth/oidc/refresh?env=production',
    ]) {
      const status = await page.evaluate<number>(
        `fetch('${call}', { headers: { 'x-requested-with': 'XMLHttpRequest' } })
          .then(answer => answer.status)`,
      );
      assert.equal(status, 401, `${call} answers after signing out`);
    }
  });
});

/** Waits until the projection has followed the change feed this far. */
async function catalogKnows(title: string): Promise<void> {
  const it = await stage.session('it');
  const deadline = Date.now() + 60_000;
  for (;;) {
    const { items } = await it.json<{ items: unknown[] }>(
      `/api/catalog/entities/by-query?filter=metadata.title=${title}&limit=1`,
    );
    if (items.length > 0) return;
    assert.ok(Date.now() < deadline, `The catalog never heard of ${title}`);
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

test('IT without a second factor is refused, and told why', async () => {
  const visit = await stage.stranger();
  const { page } = visit;
  await visit.open('/inventory/hosts');
  await visit.reads('Sign in to Flyloft');
  await givePassword(visit, 'it');
  await page
    .getByRole('button', { name: 'Continue without a second factor' })
    .click();
  await page
    .getByRole('alert')
    .filter({ hasText: /You were not signed in.*second factor/s })
    .waitFor();
  await page.getByRole('button', { name: 'Sign in again' }).waitFor();
  assert.doesNotMatch(page.url(), /error=/);
  await visit.close();
});

test('a viewer reads everything, and is told why they can start no sync', async () => {
  const visit = await stage.visit('viewer');
  const { page } = visit;
  await visit.open('/inventory/guests?q=cache-1');
  await visit.reads('Guests');
  await page.getByRole('row', { name: /cache-1/ }).waitFor();
  const button = page.getByRole('button', { name: 'Sync now' });
  assert.equal(await button.getAttribute('aria-disabled'), 'true');
  await button.click({ force: true });
  await page
    .getByRole('dialog')
    .getByText(/starting and cancelling a sync/)
    .waitFor();
  await page.keyboard.press('Escape');

  const viewer = await stage.session('viewer');
  const refused = await viewer.fetch('/api/inventory/sync-runs', {
    method: 'POST',
    body: '{}',
  });
  assert.equal(refused.status, 403);

  await page.getByRole('link', { name: 'cache-1', exact: true }).click();
  await page.getByRole('tab', { name: 'Raw' }).click();
  await page.getByRole('heading', { name: /You may not see/ }).waitFor();
  assert.deepEqual(visit.takeTroubles(), []);
  await visit.close();
});

test('an engineer sees their own guests, and no infrastructure', async () => {
  const visit = await stage.visit('engineer');
  const { page } = visit;
  await visit.open('/');
  await visit.reads('Home');
  await page.getByRole('heading', { name: 'My guests' }).waitFor();
  await page.getByRole('link', { name: 'portal-web' }).first().waitFor();
  await page.getByRole('link', { name: /^All \d+ guests$/ }).click();
  await visit.reads('Guests');
  await page.getByRole('row', { name: /portal-web/ }).waitFor();
  const owners = await page
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader') })
    .filter({ hasNotText: 'team-web' })
    .count();
  assert.equal(owners, 0, 'a guest of another team is listed');

  await page
    .getByRole('link', { name: 'Hosts', exact: true })
    .waitFor({ state: 'hidden' });
  await visit.open('/inventory/hosts');
  await page.getByRole('heading', { name: 'You may not see hosts' }).waitFor();

  // What one may not see and what isn't there are told alike.
  const foreign = (await stage.inventory.guests('pve-west')).find(
    ({ name }) => name === 'db-1',
  )!;
  const words = [];
  for (const id of [foreign.id, '00000000-0000-4000-8000-000000000000']) {
    await visit.open(`/inventory/guests/${id}`);
    const alert = page.getByRole('alert');
    await alert.waitFor();
    words.push((await alert.innerText()).replaceAll(id, 'the id'));
  }
  assert.equal(words[0], words[1]);
  assert.deepEqual(visit.takeTroubles(), []);
  await visit.close();
});
