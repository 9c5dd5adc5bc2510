/** Everything by keyboard, with the focus always in sight. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './visit/stage.ts';
import type { Visit } from './visit/Visit.ts';

let stage: Stage;
let visit: Visit;
let page: Page;
before(async () => {
  stage = await openStage();
  visit = await stage.visit('it');
  page = visit.page;
});
after(() => stage?.close());
beforeEach(async () => {
  // More than the guests of all platforms, so that every row is on the page.
  await visit.open('/inventory/guests?limit=200');
  await page.getByRole('row', { name: /portal-web/ }).waitFor();
});

/** What has the focus, in words and as it looks. */
interface Focused {
  tag: string;
  role: string | null;
  name: string;
  inSight: boolean;
  marked: boolean;
}

const focused = () =>
  page.evaluate<Focused>(`(async () => {
    // As it is drawn: until then the style may be the one from before.
    await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const element = document.activeElement;
    const box = element.getBoundingClientRect();
    // A field may show its focus on the frame around it.
    const marked = [element, element.parentElement, element.parentElement?.parentElement]
      .filter(Boolean)
      .some(one => {
        const style = getComputedStyle(one);
        return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
          || style.boxShadow !== 'none';
      });
    return {
      tag: element.tagName,
      role: element.getAttribute('role'),
      name: (element.getAttribute('aria-label') || element.labels?.[0]?.textContent
        || element.textContent).trim().slice(0, 60),
      inSight: box.width > 0 && box.height > 0
        && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      marked,
    };
  })()`);

/** Presses Tab until something has this name; every stop on the way is in sight. */
async function tabTo(name: string | RegExp, most = 40): Promise<void> {
  const fits = (one: Focused) =>
    typeof name === 'string' ? one.name === name : name.test(one.name);
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    const now = await focused();
    assert.notEqual(now.tag, 'BODY', 'the focus is lost');
    assert.ok(now.inSight, `the focus is out of sight, on ${now.name}`);
    assert.ok(now.marked, `nothing marks the focus on ${now.tag} ${now.name}`);
    if (fits(now)) return;
  }
  assert.fail(`Tab does not reach ${name} in ${most} steps`);
}

test('the first Tab offers to skip the navigation, and Enter does', async () => {
  await page.keyboard.press('Tab');
  assert.equal((await focused()).name, 'Skip to content');
  assert.ok((await focused()).inSight);
  await page.keyboard.press('Enter');
  assert.equal((await focused()).role, 'main');
  await page.keyboard.press('Tab');
  const inside = await page.evaluate<boolean>(
    'document.querySelector("[role=main]").contains(document.activeElement)',
  );
  assert.ok(inside, 'after skipping, Tab goes on in the content');
});

test('Tab walks the navigation, and Enter goes there', async () => {
  await tabTo('Networks');
  await page.keyboard.press('Enter');
  await visit.reads('Networks');
});

test('every control of a list is reached, marked and in sight', async () => {
  await tabTo('Skip to content');
  await page.keyboard.press('Enter');
  await tabTo(/^as of/);
  await tabTo(/^Sync now/);
  await tabTo('Search this list');
  await tabTo('Columns');
  await tabTo('Platform');
  await tabTo('Filter');
});

test('a slash goes to the list’s search, arrow down to the rows, Enter opens one', async () => {
  await page.keyboard.press('/');
  assert.equal((await focused()).name, 'Search this list');
  await page.keyboard.type('portal-');
  await page
    .getByRole('row', { name: /backup-proxy/ })
    .waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowDown');
  const firstRow = await focused();
  assert.equal(firstRow.role, 'row');
  assert.ok(firstRow.marked);
  await page.keyboard.press('ArrowDown');
  const secondRow = await focused();
  assert.equal(secondRow.role, 'row');
  assert.notEqual(secondRow.name, firstRow.name);
  await page.keyboard.press('Enter');
  await page.waitForURL(/inventory\/guests\/[0-9a-f-]{36}/);
  await page.getByRole('heading', { name: 'Facts' }).waitFor();
});

test('Escape closes the search, and the focus returns to where it was', async () => {
  await tabTo('Networks');
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: 'Search' });
  await dialog.waitFor();
  await page.keyboard.type('no such thing');
  await dialog.getByText(/Nothing that you may see/).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.equal((await focused()).name, 'Networks');
});

test('the arrows choose in the search, and Enter opens what is chosen', async () => {
  await page.keyboard.press('Control+k');
  await page.keyboard.type('portal-');
  await page.getByRole('option', { name: /portal-web/ }).waitFor();
  const chosen = () => page.getByRole('option', { selected: true }).innerText();
  const first = await chosen();
  await page.keyboard.press('ArrowDown');
  const second = await chosen();
  assert.notEqual(first, second);
  await page.keyboard.press('ArrowUp');
  assert.equal(await chosen(), first);
  await page.keyboard.press('Enter');
  await visit.reads(first.split('\n')[0]!);
  await page.waitForFunction('document.activeElement !== document.body');
});

test('a filter is set without a mouse, and the focus stays with it', async () => {
  await tabTo('Power');
  await page.keyboard.press('Enter');
  const form = page.getByRole('form', { name: 'Filter by Power' });
  await form.waitFor();
  await tabTo(/stopped/);
  await page.keyboard.press('Space');
  await page.waitForURL(/powerState/);
  await page.keyboard.press('Escape');
  await form.waitFor({ state: 'hidden' });
  assert.match((await focused()).name, /^Power/);
});

test('nothing of this troubled the console', () => {
  assert.deepEqual(visit.takeTroubles(), []);
});
