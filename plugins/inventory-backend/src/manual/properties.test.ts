import {
  manualPatchSchema,
  type ManualPatchInput,
} from '@flyloft/plugin-inventory-common';
import fc from 'fast-check';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import { settableColumns } from '../guests/effectiveSql';
import { HistoryStore } from '../history/HistoryStore';
import { everything } from '../scope/scope';
import {
  expectAddressesToBeThoseOfNics,
  expectFeedWithoutGaps,
  expectReplayToGiveThePresent,
  expectVersionsToFollow,
  picture,
  type Picture,
} from '../testing/history';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { FakePlatform, Replica, SyncBench } from '../testing/SyncBench';
import {
  answerOf,
  freshPlatform,
  seenGuest,
  syncStep,
} from '../__testUtils__/syncSteps';
import { GuestManualStore } from './GuestManualStore';
import { ManualService } from './ManualService';

/*
 * Whatever syncs and people do, in whatever order: what people say stands, what
 * is observed is what a platform without people's words would have, history
 * replayed gives the present, and the feed has no gap.
 */

// Many whole syncs, on a machine that may be busy.
jest.setTimeout(600_000);

const all = { sees: everything, annotates: everything, overrides: true };
const anna = 'user:default/anna';

let bench: SyncBench;
let service: ManualService;
beforeAll(async () => {
  bench = await SyncBench.create();
  service = new ManualService(
    new GuestManualStore(bench.db),
    new CustomFieldStore(bench.db),
  );
});
afterAll(async () => bench.drop());

const optional = <T>(value: fc.Arbitrary<T>) =>
  fc.option(value, { nil: undefined });
const override = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ value }) },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );

/** What somebody says of one of the guests. */
const patch: fc.Arbitrary<ManualPatchInput> = fc.record({
  reason: fc.constant('It is so'),
  overrides: fc.record({
    powerState: override(fc.constantFrom('paused' as const)),
    cluster: override(fc.constant('pve-west')),
    hostName: override(fc.constantFrom('said-1', 'said-2')),
    osFamily: override(fc.constantFrom('bsd' as const)),
  }),
  technicalOwner: optional(fc.constantFrom(null, 'group:default/a')),
  businessOwner: optional(fc.constantFrom(null, 'group:default/b')),
  tags: optional(fc.subarray(['a', 'x', 'y'])),
  addresses: optional(
    fc
      .subarray(['10.0.9.1', '10.0.9.2'])
      .map(list =>
        list.map((address, index) => ({ address, primary: index === 1 })),
      ),
  ),
  notes: optional(fc.constantFrom(null, 'words')),
});

/** A sync that mostly sees the same guests again, in another state. */
const sync = fc
  .tuple(syncStep, fc.record({ 0: seenGuest, 1: seenGuest, 2: seenGuest }))
  .map(([seen, always]) => ({
    sync: { ...seen, guests: { ...seen.guests, ...always } },
  }));

const step = fc.oneof(
  { weight: 4, arbitrary: sync },
  {
    weight: 4,
    arbitrary: fc.record({ edit: patch, guest: fc.nat({ max: 3 }) }),
  },
);

async function edit(id: string, patchInput: ManualPatchInput) {
  await service.edit(
    {
      id,
      patch: manualPatchSchema.parse(patchInput),
      actor: anna,
      expected: null,
      idempotencyKey: null,
    },
    all,
  );
}

type Row = Picture['guests'][number];

const live = (now: Picture) => now.guests.filter(guest => !guest.deleted_at);

/** What the platform says of a guest, whatever people do. */
const observed = (guest: Row, column: string) =>
  guest.observed && column in guest.observed
    ? guest.observed[column]
    : guest[column];

/** Compared by name: each platform has clusters of its own. */
const compared = [
  'external_id',
  'name',
  'visibility',
  ...settableColumns.filter(column => column !== 'cluster_id'),
];

const observedRows = (now: Picture) =>
  now.guests
    .map(guest => compared.map(column => observed(guest, column)))
    .sort((left, right) =>
      JSON.stringify(left).localeCompare(JSON.stringify(right)),
    );

const columnOf = {
  powerState: 'power_state',
  cluster: 'cluster_name',
  hostName: 'guest_host_name',
  osFamily: 'os_family',
} as const;

/** What was said last of each guest is what is shown. */
function expectWordsToStand(
  now: Picture,
  said: Map<string, NonNullable<ManualPatchInput['overrides']>>,
) {
  for (const guest of now.guests) {
    const overrides = said.get(guest.id) ?? {};
    for (const [field, column] of Object.entries(columnOf)) {
      const word = overrides[field as keyof typeof columnOf];
      expect([column, guest[column]]).toEqual([
        column,
        word ? word.value : observed(guest, column),
      ]);
    }
  }
}

it('what people say survives any sequence of syncs, and history tells it all', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 10 }),
      async steps => {
        const mine = await freshPlatform(bench);
        const twin = await freshPlatform(bench);
        const said = new Map<
          string,
          NonNullable<ManualPatchInput['overrides']>
        >();
        let before = await picture(bench.db, mine.platform.id);
        for (const one of steps) {
          if ('sync' in one) {
            const run = await mine.sync(() => answerOf(one.sync));
            const other = await twin.sync(() => answerOf(one.sync));
            expect(run.state).toBe(other.state);
            const now = await picture(bench.db, mine.platform.id);
            if (run.state !== 'succeeded') expect(now).toEqual(before);
          } else {
            const guests = live(before);
            if (guests.length === 0) continue;
            const guest = guests[one.guest % guests.length]!;
            await edit(guest.id, one.edit);
            const words = { ...said.get(guest.id) };
            for (const [field, word] of Object.entries(
              one.edit.overrides ?? {},
            )) {
              if (word !== undefined) Object.assign(words, { [field]: word });
            }
            said.set(guest.id, words);
          }
          before = await picture(bench.db, mine.platform.id);
          expectWordsToStand(before, said);
          expect(observedRows(before)).toEqual(
            observedRows(await picture(bench.db, twin.platform.id)),
          );
          expectVersionsToFollow(before);
          expectAddressesToBeThoseOfNics(before);
          expectReplayToGiveThePresent(before);
        }
      },
    ),
    // Each try is several syncs: the seed tells enough without shrinking.
    {
      endOnFailure: true,
      numRuns: Number(process.env.FLYLOFT_PROPERTY_RUNS ?? 6),
    },
  );
  await expectFeedWithoutGaps(bench.db);
});

it('the feed has no gap for who reads it while syncs and edits go on', async () => {
  const platforms = ['left', 'right'].map(id => new FakePlatform(id));
  const replicas = platforms.map(
    (platform, index) =>
      new Replica(bench.database.connect(), [platform], {
        executor: `feed-${index}`,
      }),
  );
  const history = new HistoryStore(bench.db);
  const scope = { guests: everything, infrastructure: true };
  const [clock] = await bench.db('feed_clock').select('last_sequence');
  const start = Number(clock.last_sequence);
  const guestsOf = (round: number) => [
    aCluster(),
    aHost(),
    ...Array.from({ length: 60 }, (_none, index) =>
      aGuest({
        externalId: String(index),
        facts: { memoryBytes: round * 2 ** 30 },
      }),
    ),
  ];
  const syncs = replicas.map(async (replica, index) => {
    await replica.platforms.register([platforms[index]!]);
    for (let round = 1; round <= 5; round += 1) {
      platforms[index]!.answers(guestsOf(round));
      await replica.service.start({ trigger: 'schedule', requestedBy: null });
      await (
        await replica.executor.takeNext()
      )?.done;
    }
  });
  let writing = true;
  const edits = (async () => {
    while (writing) {
      const ids = await bench
        .db('guests')
        .whereIn('platform_id', ['left', 'right'])
        .orderByRaw('random()')
        .limit(3)
        .pluck('id');
      await Promise.all(
        ids.map((id, index) =>
          edit(id, { notes: `${Math.random()}`, tags: [`t${index}`] }),
        ),
      );
    }
  })();
  const seen: number[] = [];
  const read = async () => {
    const after = String(seen.at(-1) ?? start);
    const page = await history.after({ after, limit: 37 }, scope);
    seen.push(...page.map(change => Number(change.sequence)));
    return page.length;
  };
  const follower = (async () => {
    while (writing) await read();
    while ((await read()) > 0);
  })();
  await Promise.all(syncs);
  writing = false;
  await Promise.all([edits, follower]);

  expect(seen.length).toBeGreaterThan(2 * 5 * 60);
  expect(seen).toEqual(seen.map((_none, index) => start + 1 + index));
  for (const { id } of platforms) {
    const now = await picture(bench.db, id);
    expectVersionsToFollow(now);
    expectReplayToGiveThePresent(now);
  }
});
