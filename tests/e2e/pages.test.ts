/**
 * Every page, in every state, in both themes, at a desk and on a phone: it
 * says what state it is in, fits the window, and axe finds nothing serious.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { assertAccessible } from './pages/axe.ts';
import { declaredPages } from './pages/declaredPages.ts';
import { pageEntries } from './pages/pageEntries.ts';
import type { PageEntry, Shows } from './pages/pageEntry.ts';
import { drive, inventoryCalls, states, undrive } from './states/drive.ts';
import { openStage, type Stage } from './visit/stage.ts';
import { themes, viewports, type Visit, type Width } from './visit/Visit.ts';

const widths = Object.keys(viewports).map(Number) as Width[];

let stage: Stage;
const visits = new Map<string, Visit>();
before(async () => {
  stage = await openStage();
  // A past, so that lists of changes and timelines have something to show.
  for (let count = 0; count < 3; count += 1) {
    await stage.stack.control.tick(5);
    for (const { id } of stage.stack.lab.clusters) {
      await stage.inventory.sync(id);
    }
  }
});
after(() => stage?.close());

/** One page per person for all tests: only its address changes. */
async function visitOf({ user = 'it' }: PageEntry): Promise<Visit> {
  const visit = visits.get(user) ?? (await stage.visit(user));
  visits.set(user, visit);
  return visit;
}

/** Looks in both themes and at both widths; what showed once must stay. */
async function lookAtAll(
  visit: Visit,
  shows: Shows,
  also: (look: string) => Promise<void> = async () => {},
): Promise<void> {
  for (const width of widths) {
    await visit.setWidth(width);
    for (const theme of themes) {
      const look = `${theme} at ${width}`;
      await visit.setTheme(theme);
      await shows(visit.page).catch(error => {
        throw new Error(`${look}: ${error}`);
      });
      assert.equal(await visit.overflow(), 0, `${look}: wider than the window`);
      await also(look);
    }
  }
  assert.deepEqual(visit.takeTroubles(), []);
}

test('every page that is declared is enumerated here', () => {
  const enumerated = new Set(pageEntries.map(({ route }) => route));
  assert.deepEqual(declaredPages(), [...enumerated].sort());
});

for (const entry of pageEntries) {
  describe(entry.name ?? entry.route, () => {
    test('shows what it has, and can be used by everybody', async () => {
      const visit = await visitOf(entry);
      await undrive(visit.page);
      await visit.open(await entry.address(stage));
      await lookAtAll(visit, entry.loaded, look =>
        assertAccessible(visit.page, look),
      );
    });

    for (const state of states) {
      const expected = entry.states[state];
      // The reason stands in the table; it is no test that was left out.
      if (typeof expected === 'object') continue;
      test(`says that it is ${state}`, async () => {
        const visit = await visitOf(entry);
        const address = await entry.address(stage);
        await drive(visit.page, entry.calls ?? inventoryCalls, state);
        await visit.open(address);
        await lookAtAll(visit, expected);
      });
    }
  });
}
