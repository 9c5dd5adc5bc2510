import {
  aCluster,
  aGuest,
  aHost,
  aNetwork,
  aNic,
  aStorage,
} from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

const ground = [aCluster(), aHost(), aNetwork(), aStorage()];

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
});
afterEach(async () => bench.drop());

describe('a first sync', () => {
  it('writes what it saw, with versions and a feed', async () => {
    const run = await bench.sync([...ground, aGuest()]);

    expect(run).toMatchObject({ state: 'succeeded', problem: null });
    expect(run.counts).toMatchObject({
      guest: { seen: 1, created: 1 },
      host: { seen: 1, created: 1 },
    });
    expect(run.phases.map(phase => phase.name)).toEqual([
      'prepare',
      'collect',
      'stage',
      'compare',
      'write',
    ]);
    expect(await bench.guest()).toMatchObject({
      name: 'vm-100',
      host_name: 'pve1',
      cluster_name: 'pve-west',
      primary_address: '10.2.0.17',
      disk_bytes: String(32 * 2 ** 30),
      visibility: 'visible',
      last_seen_at: null,
    });
    expect(await bench.db('guest_versions')).toHaveLength(1);
    expect(await bench.feed()).toEqual([
      'cluster pve-west created',
      'host pve1 created',
      'network vmbr0 created',
      'storage local created',
      'guest vm-100 created',
    ]);
  });

  it('of a platform without guests is not held', async () => {
    expect(await bench.sync(ground)).toMatchObject({ state: 'succeeded' });
  });

  it('keeps what a guest can say and no database can hold', async () => {
    const run = await bench.sync([
      ...ground,
      aGuest({
        facts: { name: 'a\0b\\N\t"c"\n{d}', tags: ['x,"y"', '\\', 'ü'] },
        details: {
          description: 'half \ud83d pair',
          raw: { note: 'nul \0, half \udc00' },
        },
      }),
    ]);
    expect(run.problem).toBeNull();
    expect(await bench.guest()).toMatchObject({
      name: 'ab\\N\t"c"\n{d}',
      tags: ['\\', 'x,"y"', 'ü'],
      description: 'half \ufffd pair',
    });
    expect((await bench.db('guest_raw').first()).raw).toEqual({
      note: 'nul , half \ufffd',
    });
  });

  it('leaves out what is no fact, says so, and goes on', async () => {
    const run = await bench.sync([
      ...ground,
      aGuest({
        details: {
          biosUuid: 'not-a-uuid',
          sockets: -4,
          nics: [
            aNic({
              vlanTag: 5000,
              macAddress: 'zz',
              addresses: [
                {
                  address: '<script>',
                  prefixLength: null,
                  source: 'agent',
                },
              ],
            }),
          ],
        },
      }),
    ]);
    expect(run.state).toBe('succeeded');
    expect(run.gaps.map(gap => gap.reason)).toEqual([
      "the MAC of NIC net0 is 'zz', which is no MAC address",
      'the VLAN tag of NIC net0 is 5000, which is not possible',
      "an address of NIC net0 is '<script>', which is no address",
      'sockets is -4, which is not possible',
      "its BIOS UUID is 'not-a-uuid', which is no UUID",
    ]);
    expect(run.gaps[0]!.scope).toBe('guest 100');
  });
});

describe('an unchanged sync', () => {
  /** Which row versions there are: any write would make another. */
  const rowVersions = async () => {
    const tables = [
      'guests',
      'guest_versions',
      'guest_addresses',
      'guest_raw',
      'hosts',
      'clusters',
      'networks',
      'storages',
    ];
    const versions: Record<string, unknown> = {};
    for (const table of tables) {
      versions[table] = (
        await bench.db(table).select(bench.db.raw('ctid, xmin')).orderBy('ctid')
      ).map(row => `${row.ctid}/${row.xmin}`);
    }
    return versions;
  };
  const world = () => [
    ...ground,
    aGuest({ evidence: { macAddresses: ['bc:24:11:00:00:01'] } }),
    aGuest({ externalId: '101', details: 'unread' }),
  ];

  it.each(['read', 'same'] as const)(
    'writes no row when details are %s',
    async details => {
      await bench.sync(world());
      const before = await rowVersions();
      const run = await bench.sync(
        details === 'read'
          ? world()
          : [
              ...ground,
              aGuest({ details: 'same' }),
              aGuest({ externalId: '101', details: 'same' }),
            ],
      );
      expect(run.counts.guest).toMatchObject({ seen: 2, changed: 0 });
      expect(await rowVersions()).toEqual(before);
      expect(await bench.feed()).toHaveLength(6);
    },
  );

  it('says that the picture is of now', async () => {
    await bench.sync(world());
    const run = await bench.sync(world());
    const platform = await bench.db('platforms').first();
    expect(platform.collected_at.toISOString()).toBe(run.startedAt);
    expect(platform.collected_run_id).toBe(run.id);
  });
});

it('a collector gets back what it left', async () => {
  await bench.sync([...ground, aGuest({ memory: { tries: 3 } })]);
  const asked: unknown[] = [];
  await bench.sync(async function* (context) {
    const known = await context.knownGuests(['100', '999']);
    asked.push(context.lastCollectedAt, [...known.values()]);
    yield* [...ground, aGuest()];
  });
  expect(asked).toEqual([
    expect.any(Date),
    [{ externalId: '100', digest: 'd1', memory: { tries: 3 } }],
  ]);
  expect((await bench.guest()).memory).toEqual({ tries: 3 });
});

describe('a raw answer', () => {
  it('is kept until the next one, and dated when it says something new', async () => {
    await bench.sync([...ground, aGuest({ details: { raw: { a: 1 } } })]);
    const first = await bench.db('guest_raw').first();
    await bench.sync([...ground, aGuest({ details: 'same' })]);
    expect(await bench.db('guest_raw').first()).toEqual(first);
    const run = await bench.sync([
      ...ground,
      aGuest({ details: { raw: { a: 2 } } }),
    ]);
    const next = await bench.db('guest_raw').first();
    expect(next.raw).toEqual({ a: 2 });
    expect(next.collected_at.toISOString()).toBe(run.startedAt);
  });
});

it('staging leaves nothing behind', async () => {
  await bench.sync([...ground, aGuest()]);
  const { rows } = await bench.db.raw(
    `select tablename from pg_tables where tablename like 'staged%'`,
  );
  expect(rows).toEqual([]);
});
