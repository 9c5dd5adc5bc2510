/**
 * Every page as people of other roles see it: the viewer everything of the
 * inventory and no way to change it, the engineer what is theirs; both are
 * told plainly what is not for them.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { pageEntries } from './pages/pageEntries.ts';
import { changing, roleViews } from './pages/roleViews.ts';
import { openStage, type Stage } from './visit/stage.ts';
import type { Visit } from './visit/Visit.ts';

const roles = ['viewer', 'engineer'] as const;

let stage: Stage;
const visits = new Map<string, Visit>();
before(async () => {
  stage = await openStage();
  for (const role of roles) visits.set(role, await stage.visit(role));
});
after(() => stage?.close());

const refusal = (page: Page) =>
  page
    .getByRole('main')
    .getByRole('heading', { name: /^You may not see/ })
    .first();

test('every page is in the table of what roles see', () => {
  assert.deepEqual(
    [...new Set(pageEntries.map(({ route }) => route))].sort(),
    Object.keys(roleViews).sort(),
  );
});

for (const role of roles) {
  describe(role, () => {
    for (const entry of pageEntries) {
      if (entry.user !== undefined && entry.user !== role) continue;
      const name = entry.name ?? entry.route;
      const view = roleViews[entry.route]?.[role];
      // Home is another page for each role.
      if (entry.route === '/' && entry.user !== role) continue;
      test(`${view === 'refused' ? 'is refused' : 'sees'} ${name}`, async () => {
        const visit = visits.get(role)!;
        await visit.open(await entry.address(stage));
        if (view === 'refused') await refusal(visit.page).waitFor();
        else
          await (typeof view === 'function' ? view : entry.loaded)(visit.page);
        if (role === 'viewer') await assertChangesNothing(visit.page);
        assert.deepEqual(visit.takeTroubles(), []);
      });
    }
  });
}

/** Whoever only looks finds no button that would change something for all. */
async function assertChangesNothing(page: Page): Promise<void> {
  const buttons = page
    .getByRole('main')
    .getByRole('button', { name: changing, disabled: false });
  assert.deepEqual(await buttons.allInnerTexts(), []);
}

test("an engineer's list holds their own guests, and no more", async () => {
  const [it, engineer] = await Promise.all([
    stage.session('it'),
    stage.session('engineer'),
  ]);
  const path = '/api/inventory/guests?limit=500';
  interface Answer {
    total: number;
    items: Array<{ ownerRef: string | null }>;
  }
  const all = await it.json<Answer>(path);
  const own = await engineer.json<Answer>(path);
  assert.ok(own.total > 0 && own.total < all.total);
  assert.deepEqual(
    [...new Set(own.items.map(({ ownerRef }) => ownerRef))],
    ['group:default/team-web'],
  );
});
