import { mockServices } from '@backstage/backend-test-utils';
import { fixedSettings } from '@flyloft/plugin-site-node';
import fc from 'fast-check';
import { answerOf, freshPlatform, syncStep } from '../__testUtils__/syncSteps';
import { RunDifferenceStore } from '../differences/RunDifferenceStore';
import { FreshnessStore } from '../freshness/FreshnessStore';
import { GuestListStore } from '../guests/GuestListStore';
import { everything } from '../scope/scope';
import {
  expectReplayToGiveThePresent,
  expectVersionsToFollow,
  picture,
} from '../testing/history';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';
import { purgeHistory } from '../upkeep/upkeepRun';
import { HistoryBeginningStore } from './HistoryBeginningStore';
import { HistoryPurgeStore } from './HistoryPurgeStore';
import { HistoryStore } from './HistoryStore';

jest.setTimeout(300_000);

const all = { guests: everything, infrastructure: true };
let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
});
afterEach(async () => bench.drop());

const world = (memoryBytes: number) => [
  aCluster(),
  aHost(),
  aGuest({ facts: { memoryBytes } }),
];
const guestsOf = () =>
  new GuestListStore(bench.db, new FreshnessStore(bench.db));
/** When a run ended, a moment after all that it wrote. */
const endOf = (run: { finishedAt: string | null }) =>
  new Date(Date.parse(run.finishedAt!) + 1);
const namesAt = async (at: string) => {
  const { items } = await guestsOf().list({ at, limit: 100 }, everything);
  return items.map(({ id, name, memoryBytes, visibility }) => ({
    id,
    name,
    memoryBytes,
    visibility,
  }));
};

it('what is left replays to the present, and shows each later moment as before', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(syncStep, { minLength: 3, maxLength: 6 }),
      fc.nat(),
      async (steps, choice) => {
        const { platform, sync } = await freshPlatform(bench);
        for (const one of steps) await sync(() => answerOf(one));
        const whole = await picture(bench.db, platform.id);
        const moments = whole.changes.map(change => change.at as Date);
        if (moments.length === 0) return;
        const before = moments[choice % moments.length]!;
        const later = moments.filter(at => at >= before);
        const shown = await Promise.all(
          later.map(at => namesAt(at.toISOString())),
        );
        await new HistoryPurgeStore(bench.db).purge(before);
        const now = await picture(bench.db, platform.id);
        expect(now.guests).toEqual(whole.guests);
        expect(now.versions.every(one => one.valid_to >= before)).toBe(true);
        expectVersionsToFollow(now);
        expectReplayToGiveThePresent(now, { purged: true });
        expect(
          await Promise.all(later.map(at => namesAt(at.toISOString()))),
        ).toEqual(shown);
      },
    ),
    {
      endOnFailure: true,
      numRuns: Number(process.env.FLYLOFT_PROPERTY_RUNS ?? 10),
    },
  );
});

describe('after a purge', () => {
  let before: Date;
  let runs: string[];
  let due: boolean;
  beforeEach(async () => {
    const first = await bench.sync([
      ...world(1),
      aGuest({ externalId: '101' }),
    ]);
    const second = await bench.sync(world(2));
    before = endOf(second);
    await bench.db.raw('select pg_sleep(0.005)');
    const third = await bench.sync(world(3));
    runs = [first.id, second.id, third.id];
    due = await new HistoryPurgeStore(bench.db).isAnyDue(before);
    await new HistoryPurgeStore(bench.db).purge(before);
  });

  it('what is older is due until it is purged', async () => {
    expect(due).toBe(true);
    expect(await new HistoryPurgeStore(bench.db).isAnyDue(before)).toBe(false);
  });

  it('a moment from before is refused with where history begins, a later one shown', async () => {
    const earlier = new Date(before.getTime() - 1).toISOString();
    await expect(namesAt(earlier)).rejects.toThrow(
      `History begins at ${before.toISOString()}`,
    );
    const [guest] = await namesAt(before.toISOString());
    expect(guest!.memoryBytes).toBe(2);
    await expect(
      guestsOf().get(guest!.id, everything, earlier),
    ).rejects.toThrow(/History begins/);
  });

  it('a follower that would miss changes is refused, and told where to go on', async () => {
    const history = new HistoryStore(bench.db);
    const { afterSequence } = await new HistoryBeginningStore(bench.db).get();
    expect(Number(afterSequence)).toBeGreaterThan(0);
    await expect(history.after({}, all)).rejects.toThrow(
      `follow after=${afterSequence}`,
    );
    const [next] = await history.after({ after: afterSequence }, all);
    expect(Number(next!.sequence)).toBe(Number(afterSequence) + 1);
    expect(next!.fields).toEqual([{ field: 'memoryBytes', from: 2, to: 3 }]);
  });

  it('the difference to a run from before is refused, not told in part', async () => {
    const differences = new RunDifferenceStore(bench.db);
    await expect(
      differences.get(runs[2]!, { from: runs[1] }, all),
    ).rejects.toThrow(/History begins/);
  });

  it('runs stay that something still names, as a guest that they deleted', async () => {
    expect(await bench.db('sync_runs').orderBy('id').pluck('id')).toEqual([
      runs[1],
      runs[2],
    ]);
  });

  it('nothing more is due, and history never begins earlier again', async () => {
    const purge = new HistoryPurgeStore(bench.db);
    expect(await purge.isAnyDue(before)).toBe(false);
    await purge.purge(new Date(0));
    expect(await new HistoryBeginningStore(bench.db).get()).toMatchObject({
      at: before.toISOString(),
    });
  });
});

it('is purged by the setting, and audited', async () => {
  await bench.sync(world(1));
  const events: string[] = [];
  const parts = {
    db: bench.db,
    logger: mockServices.logger.mock(),
    auditor: mockServices.auditor.mock({
      createEvent: async ({ eventId }) => ({
        success: async () => {
          events.push(eventId);
        },
        fail: async () => {},
      }),
    }),
    settings: fixedSettings({
      'flyloft.inventory.retention.historyDays': 31,
    }),
  };
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  expect(await purgeHistory(parts, inDays(30))).toBeNull();
  expect(await purgeHistory(parts, inDays(32))).toMatchObject({ batches: 1 });
  expect(events).toEqual(['history-purge']);
  expect((await guestsOf().list({}, everything)).items).toHaveLength(1);
});
