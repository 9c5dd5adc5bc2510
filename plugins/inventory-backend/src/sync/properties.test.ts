import type { Observation } from '@flyloft/plugin-inventory-node';
import fc from 'fast-check';
import type { Knex } from 'knex';
import { aCluster, aDisk, aGuest, aHost, aNic } from '../testing/observations';
import { FakePlatform, Replica, SyncBench } from '../testing/SyncBench';
import { guestFields } from './staging/guestFields';

/*
 * Whatever a platform answers, in whatever order: history replayed gives the
 * present, versions follow each other without gap or overlap, and a run that
 * fails or is held leaves no trace in the picture.
 */

// Many whole syncs, on a machine that may be busy.
jest.setTimeout(300_000);

const hosts = ['pve1', 'pve2', 'pve3'];
const maxGuests = 8;

/** What a platform answers about one guest at one sync. */
interface Seen {
  index: number;
  name: string;
  host: number;
  powerState: 'running' | 'stopped';
  memory: number | undefined;
  tags: string[] | undefined;
  details:
    | 'same'
    | 'unread'
    | {
        vlanTag: number;
        addresses: number[];
        disks: number;
        description: string | null;
      };
  uuid: number | undefined;
}

const seen: fc.Arbitrary<Omit<Seen, 'index'>> = fc.record({
  name: fc.constantFrom('web', 'db', 'app'),
  host: fc.nat({ max: hosts.length - 1 }),
  powerState: fc.constantFrom('running' as const, 'stopped' as const),
  memory: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  tags: fc.option(fc.subarray(['a', 'b', 'c']), { nil: undefined }),
  details: fc.oneof(
    fc.constantFrom('same' as const, 'unread' as const),
    fc.record({
      vlanTag: fc.integer({ min: 1, max: 3 }),
      addresses: fc.uniqueArray(fc.integer({ min: 1, max: 4 })),
      disks: fc.integer({ min: 0, max: 2 }),
      description: fc.constantFrom(null, 'words'),
    }),
  ),
  uuid: fc.option(fc.integer({ min: 0, max: 1 }), { nil: undefined }),
});

/** One sync: who is listed, which hosts are silent, how it ends. */
const step = fc.record({
  guests: fc.dictionary(
    fc.integer({ min: 0, max: maxGuests - 1 }).map(String),
    seen,
    { maxKeys: maxGuests },
  ),
  silent: fc.subarray([0, 1, 2], { maxLength: 2 }),
  ending: fc.constantFrom('well', 'well', 'well', 'well', 'broken'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function observations({ guests, silent }: Step): Observation[] {
  return [
    aCluster(),
    ...hosts.map(externalId => aHost({ externalId })),
    ...silent.map((index): Observation => ({
      kind: 'unreachable',
      scope: 'host',
      externalId: hosts[index]!,
      reason: 'silent',
    })),
    ...Object.entries(guests).map(([index, guest]) =>
      observedGuest({ ...guest, index: Number(index) }),
    ),
  ];
}

function observedGuest(guest: Seen): Observation {
  const { details } = guest;
  const observed = aGuest({
    externalId: String(guest.index),
    facts: {
      name: guest.name,
      hostExternalId: hosts[guest.host]!,
      powerState: guest.powerState,
    },
    evidence:
      guest.uuid === undefined
        ? {}
        : { biosUuid: `0000000${guest.uuid}-0000-4000-8000-000000000000` },
    details:
      typeof details === 'string'
        ? details
        : {
            description: details.description,
            nics: [
              aNic({
                vlanTag: details.vlanTag,
                addresses: details.addresses.map(last => ({
                  address: `10.0.0.${last}`,
                  prefixLength: 24,
                  source: 'agent',
                })),
              }),
            ],
            disks: Array.from({ length: details.disks }, (_none, index) =>
              aDisk({ key: `scsi${index}` }),
            ),
          },
  });
  observed.facts.memoryBytes = guest.memory;
  observed.facts.tags = guest.tags;
  return observed;
}

let bench: SyncBench;
beforeAll(async () => {
  bench = await SyncBench.create();
});
afterAll(async () => bench.drop());

let count = 0;
/** A platform of its own for each sequence, in one database. */
async function freshPlatform() {
  count += 1;
  const platform = new FakePlatform(`p${count}`);
  const replica = new Replica(bench.db, [platform]);
  await replica.platforms.register([platform]);
  return {
    platform,
    sync: async (answer: () => AsyncIterable<Observation>) => {
      platform.answers(answer);
      await replica.service.start({ trigger: 'schedule', requestedBy: null });
      const { runId, done } = (await replica.executor.takeNext())!;
      await done;
      return replica.runs.get(runId);
    },
  };
}

const factColumns = [
  ...guestFields.map(field => field.column),
  'platform_id',
  'external_id',
  'visibility',
  'host_id',
  'host_name',
  'cluster_id',
  'cluster_name',
  'identity_doubt',
  'deleted_at',
  'deleted_reason',
];

/** The guests of a platform with all that hangs on them. */
async function picture(db: Knex, platformId: string) {
  const guests = await db('guests')
    .where({ platform_id: platformId })
    .orderBy('id');
  const ids = guests.map(guest => guest.id);
  const [versions, addresses, changes, fields] = await Promise.all([
    db('guest_versions').whereIn('guest_id', ids).orderBy('valid_from').select(
      '*',
      // Dates of the driver end at milliseconds.
      db.raw('valid_from::text as "from", valid_to::text as "to"'),
    ),
    db('guest_addresses')
      .whereIn('guest_id', ids)
      .orderBy(['guest_id', 'address']),
    db('changes as c')
      .join('change_batches as b', 'b.id', 'c.batch_id')
      .where({ platform_id: platformId })
      .orderByRaw('b.first_sequence + c.position'),
    db('change_fields as f')
      .join('changes as c', join =>
        join.on('c.batch_id', 'f.batch_id').on('c.position', 'f.position'),
      )
      .where({ platform_id: platformId })
      .select('f.*'),
  ]);
  return { guests, versions, addresses, changes, fields };
}
type Picture = Awaited<ReturnType<typeof picture>>;
type Row = Record<string, any>;

const pick = (row: Row) =>
  Object.fromEntries(factColumns.map(column => [column, row[column]]));

function expectVersionsToFollow({ guests, versions }: Picture) {
  for (const guest of guests) {
    const own = versions.filter(version => version.guest_id === guest.id);
    expect(pick(own.at(-1)!)).toEqual(pick(guest));
    expect(own.at(-1)!.to).toBe('infinity');
    own.slice(1).forEach((version, index) => {
      expect(version.from).toBe(own[index]!.to);
    });
  }
}

function expectAddressesToBeThoseOfNics({ guests, addresses }: Picture) {
  const wanted = guests
    .filter(guest => guest.deleted_at === null)
    .flatMap(guest =>
      guest.addresses.map((one: string) => `${guest.id} ${one}`),
    );
  expect(addresses.map(row => `${row.guest_id} ${row.address}`).sort()).toEqual(
    wanted.sort(),
  );
}

/** Sets `nics.net0.vlanTag` in what is stored as JSON. */
function setPart(state: Row, path: string[], value: unknown): void {
  const [column, key, part] = path as [string, string, string | undefined];
  const parts = { ...state[column] };
  if (part !== undefined) parts[key] = { ...parts[key], [part]: value };
  else if (value === null) delete parts[key];
  else parts[key] = value;
  state[column] = parts;
}

const columnOfFact: Record<string, string> = {
  host: 'host_name',
  cluster: 'cluster_name',
  identityDoubt: 'identity_doubt',
  visibility: 'visibility',
  ...Object.fromEntries(
    guestFields
      .filter(field => 'fact' in field)
      .map(field => ['fact' in field ? field.fact : '', field.column]),
  ),
};

/**
 * What a follower knows who read the version a guest began with, and from
 * then on only changes: facts by field, sight also by the host's events.
 */
function replay({
  guests,
  versions,
  changes,
  fields,
}: Picture): Map<string, Row> {
  const state = new Map<string, Row>();
  const hostNames = new Map<string, string>();
  const fieldsOf = (change: Row) =>
    fields.filter(
      field =>
        field.batch_id === change.batch_id &&
        field.position === change.position,
    );
  for (const change of changes) {
    if (change.kind === 'host') {
      hostNames.set(change.object_id, change.name);
      const sight = { unreachable: 'unreachable', reachable: 'visible' }[
        change.operation as string
      ];
      const many = fieldsOf(change).find(f => f.field === 'guestVisibility');
      for (const guest of state.values()) {
        if (guest.host_name !== change.name || guest.visibility === 'deleted') {
          continue;
        }
        if (sight) guest.visibility = sight;
        if (many) guest.visibility = many.to_value;
      }
    }
    if (change.kind !== 'guest') continue;
    if (change.operation === 'created') {
      const first = versions.find(v => v.guest_id === change.object_id)!;
      state.set(change.object_id, { ...first });
      continue;
    }
    const guest = state.get(change.object_id)!;
    if (change.operation === 'deleted') guest.visibility = 'deleted';
    if (change.operation === 'returned') guest.visibility = 'visible';
    for (const { field, to_value } of fieldsOf(change)) {
      const path = field.split('.');
      if (path.length > 1) setPart(guest, path, to_value);
      else guest[columnOfFact[field]!] = to_value;
    }
  }
  expect([...state.keys()].sort()).toEqual(guests.map(g => g.id).sort());
  return state;
}

const replayedColumns = [
  'name',
  'power_state',
  'memory_bytes',
  'tags',
  'description',
  'host_name',
  'nics',
  'disks',
  'identity_doubt',
];
const plain = (row: Row) =>
  JSON.parse(
    JSON.stringify(
      Object.fromEntries(
        replayedColumns.map(column => [
          column,
          column === 'memory_bytes' && row[column] !== null
            ? Number(row[column])
            : row[column],
        ]),
      ),
    ),
  );

function expectReplayToGiveThePresent(now: Picture) {
  const state = replay(now);
  for (const guest of now.guests) {
    expect(plain(state.get(guest.id)!)).toEqual(plain(guest));
    expect(state.get(guest.id)!.visibility).toBe(guest.visibility);
  }
}

async function expectFeedWithoutGaps() {
  const batches = await bench.db('change_batches').orderBy('first_sequence');
  let next = 1;
  for (const batch of batches) {
    expect(Number(batch.first_sequence)).toBe(next);
    next += batch.size;
    const [row] = await bench
      .db('changes')
      .where({ batch_id: batch.id })
      .count();
    expect(Number(row!.count)).toBe(batch.size);
  }
}

async function* answerOf(one: Step): AsyncGenerator<Observation> {
  yield* observations(one);
  if (one.ending === 'broken') throw new Error('cut off');
}

it('history replayed is the present, and versions follow each other', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 6 }),
      async steps => {
        const { platform, sync } = await freshPlatform();
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
  await expectFeedWithoutGaps();
});
