import fc from 'fast-check';
import {
  expectAddressesToBeThoseOfNics,
  expectFeedWithoutGaps,
  expectReplayToGiveThePresent,
  expectVersionsToFollow,
  picture,
} from '../testing/history';
import { SyncBench } from '../testing/SyncBench';
import { answerOf, freshPlatform, syncStep } from '../__testUtils__/syncSteps';

/*
 * Whatever a platform answers, in whatever order: history replayed gives the
 * present, versions follow each other without gap or overlap, and a run that
 * fails or is held leaves no trace in the picture.
 */

// Many whole syncs, on a machine that may be busy.
jest.setTimeout(300_000);

let bench: SyncBench;
beforeAll(async () => {
  bench = await SyncBench.create();
});
afterAll(async () => bench.drop());

it('history replayed is the present, and versions follow each other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(syncStep, { minLength: 2, maxLength: 6 }),
      async steps => {
        const { platform, sync } = await freshPlatform(bench);
        let before = await picture(bench.db, platform.id);
        for (const one of steps) {
          const run = await sync(() => answerOf(one));
          const now = await picture(bench.db, platform.id);
          if (one.ending === 'broken') expect(run.state).toBe('failed');
          else expect(run.problem).toBeNull();
          if (run.state !== 'succeeded') expect(now).toEqual(before);
          expectVersionsToFollow(now);
          expectAddressesToBeThoseOfNics(now);
          expectReplayToGiveThePresent(now);
          before = now;
        }
      },
    ),
    // Each try is several syncs: the seed tells enough without shrinking.
    {
      endOnFailure: true,
      numRuns: Number(process.env.FLYLOFT_PROPERTY_RUNS ?? 10),
    },
  );
  await expectFeedWithoutGaps(bench.db);
});
