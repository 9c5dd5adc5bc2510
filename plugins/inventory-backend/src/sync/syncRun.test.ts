import {
  aCluster,
  aDisk,
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
  bench = await SyncBench.create({
    owners: [
      {
        platformId: null,
        pool: null,
        tag: 'web',
        ownerRef: 'group:default/web',
      },
    ],
  });
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

describe('a change', () => {
  it('makes a version, a change and its fields', async () => {
    await bench.sync([...ground, aGuest()]);
    const run = await bench.sync([
      ...ground,
      aGuest({
        facts: { powerState: 'stopped', startedAt: null, tags: ['web', 'a'] },
      }),
    ]);

    expect(run.counts.guest).toMatchObject({ changed: 1 });
    expect((await bench.feed()).slice(5)).toEqual(['guest vm-100 changed']);
    expect(await bench.lastFields('vm-100')).toEqual({
      powerState: ['running', 'stopped'],
      startedAt: ['2026-02-01T00:00:00.000Z', null],
      tags: [[], ['a', 'web']],
      ownerRef: [null, 'group:default/web'],
    });
    const versions = await bench.db('guest_versions').orderBy('valid_from');
    expect(versions.map(version => version.power_state)).toEqual([
      'running',
      'stopped',
    ]);
    expect(versions[0].valid_to).toEqual(versions[1].valid_from);
    expect(versions[1].run_id).toBe(run.id);
  });

  it('of parts names the part: a NIC that went, a size that grew', async () => {
    await bench.sync([...ground, aGuest()]);
    const nic = aNic({ key: 'net1', addresses: [] });
    await bench.sync([
      ...ground,
      aGuest({
        details: {
          nics: [aNic({ vlanTag: 20, mtu: 9000 }), nic],
          disks: [aDisk({ sizeBytes: 64 * 2 ** 30 })],
        },
      }),
    ]);

    const { key, ...stored } = nic;
    expect(await bench.lastFields('vm-100')).toEqual({
      'nics.net0.vlanTag': [10, 20],
      'nics.net0.mtu': [null, 9000],
      'nics.net1': [null, stored],
      'disks.scsi0.sizeBytes': [32 * 2 ** 30, 64 * 2 ** 30],
    });
    expect(await bench.guest()).toMatchObject({
      disk_bytes: String(64 * 2 ** 30),
      nic_count: 2,
    });
  });

  it('of a host, a network or a storage has its history too', async () => {
    await bench.sync(ground);
    await bench.sync([
      aCluster({ version: '9.2.0' }),
      aHost({ memoryBytes: 512 * 2 ** 30, address: '10.0.0.99' }),
      aNetwork({ prefixes: ['10.0.0.1/24', '10.9.0.0/16'] }),
      aStorage({ status: 'unavailable' }),
    ]);
    expect((await bench.feed()).slice(4)).toEqual([
      'cluster pve-west changed',
      'host pve1 changed',
      'network vmbr0 changed',
      'storage local changed',
    ]);
    expect(await bench.lastFields('pve1')).toEqual({
      memoryBytes: [256 * 2 ** 30, 512 * 2 ** 30],
      address: ['10.0.0.11', '10.0.0.99'],
    });
    expect(await bench.lastFields('vmbr0')).toEqual({
      prefixes: [['10.0.0.0/24'], ['10.0.0.0/24', '10.9.0.0/16']],
    });
  });

  it('of a name, a host or a pool keeps the guest', async () => {
    const second = aHost({ externalId: 'pve2' });
    await bench.sync([...ground, second, aGuest()]);
    const { id } = await bench.guest();
    await bench.sync([
      ...ground,
      second,
      aGuest({ facts: { name: 'renamed', hostExternalId: 'pve2' } }),
    ]);
    expect(await bench.guest()).toMatchObject({ id, host_name: 'pve2' });
    expect(await bench.lastFields('renamed')).toEqual({
      name: ['vm-100', 'renamed'],
      host: ['pve1', 'pve2'],
    });
  });
});

describe('what was not looked at', () => {
  it('keeps its last value', async () => {
    await bench.sync([
      ...ground,
      aGuest({ facts: { pool: 'shop', tags: ['web'] } }),
    ]);
    const guest = aGuest({ details: 'unread' });
    guest.facts = {
      powerState: 'running',
      hostExternalId: 'pve1',
      clusterExternalId: 'west',
    };
    const { kind, externalId, name, clusterExternalId, status } = aHost();
    await bench.sync([
      aCluster(),
      { kind, externalId, name, clusterExternalId, status },
      aNetwork(),
      aStorage(),
      guest,
    ]);

    expect(await bench.feed()).toHaveLength(5);
    expect(await bench.guest()).toMatchObject({
      name: 'vm-100',
      pool: 'shop',
      owner_ref: 'group:default/web',
      os_type: 'Debian 13',
    });
    expect(await bench.db('hosts').first()).toMatchObject({
      cpu_threads: 32,
      cpu_used: 0.2,
    });
  });

  it('of a new guest is unknown, and its name is its id', async () => {
    const guest = aGuest({ details: 'unread' });
    guest.facts = {
      powerState: 'unknown',
      hostExternalId: null,
      clusterExternalId: null,
    };
    const run = await bench.sync([...ground, guest]);
    expect(run.problem).toBeNull();
    expect(await bench.guest()).toMatchObject({
      name: '100',
      tags: [],
      agent_state: 'unknown',
      nics: {},
      memory_bytes: null,
    });
  });

  it('and null are not the same: null is "there is none"', async () => {
    await bench.sync([...ground, aGuest({ facts: { pool: 'shop' } })]);
    await bench.sync([...ground, aGuest({ facts: { pool: null } })]);
    expect((await bench.guest()).pool).toBeNull();
  });
});

describe('what is not a change', () => {
  it('is a start that moved by seconds', async () => {
    await bench.sync([...ground, aGuest()]);
    await bench.sync([
      aCluster(),
      aHost({ startedAt: '2026-01-01T00:00:59.000Z' }),
      aNetwork(),
      aStorage(),
      aGuest({ facts: { startedAt: '2026-02-01T00:00:45.000Z' } }),
    ]);
    expect(await bench.feed()).toHaveLength(5);
  });

  it('is a sample: it is updated without history', async () => {
    await bench.sync(ground);
    await bench.sync([
      aCluster(),
      aHost({
        sample: { cpuUsed: 0.9, memoryUsedBytes: 1, diskUsedBytes: 2 },
      }),
      aNetwork(),
      aStorage({ usedBytes: 77 }),
    ]);
    expect(await bench.feed()).toHaveLength(4);
    expect(await bench.db('hosts').first()).toMatchObject({ cpu_used: 0.9 });
    expect(await bench.db('storages').first()).toMatchObject({
      used_bytes: '77',
    });
  });

  it('is what a collector remembers for itself', async () => {
    await bench.sync([...ground, aGuest({ memory: { noAgent: 1 } })]);
    const { changed_at } = await bench.guest();
    await bench.sync([
      ...ground,
      aGuest({ detailsDigest: 'd2', memory: { noAgent: 2 } }),
    ]);
    expect(await bench.feed()).toHaveLength(5);
    expect(await bench.guest()).toMatchObject({
      details_digest: 'd2',
      memory: { noAgent: 2 },
      changed_at,
    });
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

describe('a vanished guest', () => {
  const world = [...ground, aGuest(), aGuest({ externalId: '101' })];

  it('is deleted, with run and reason, and its addresses with it', async () => {
    await bench.sync(world);
    const first = await bench.db('platforms').first();
    const run = await bench.sync([...ground, aGuest()]);

    expect(run.counts.guest).toMatchObject({ deleted: 1 });
    expect(
      await bench.db('guests').where({ external_id: '101' }).first(),
    ).toMatchObject({
      visibility: 'deleted',
      deleted_reason: 'No longer listed by Fake platform',
      deleted_run_id: run.id,
      last_seen_at: first.collected_at,
    });
    expect((await bench.feed()).at(-1)).toBe('guest vm-101 deleted');
    expect(await bench.db('guest_addresses')).toHaveLength(1);
  });

  it('that returns is the same guest, with the addresses it shows now', async () => {
    await bench.sync(world);
    const { id } = await bench.guest('101');
    await bench.sync([...ground, aGuest()]);
    const back = aGuest({
      externalId: '101',
      facts: { powerState: 'stopped' },
      evidence: { macAddresses: ['bc:24:11:00:00:01'] },
    });
    // It is told from another machine by a MAC address that it had before.
    await bench.db('guests').update({
      evidence: JSON.stringify({ macAddresses: ['bc:24:11:00:00:01'] }),
    });
    const run = await bench.sync([...ground, aGuest(), back]);

    expect(run.counts.guest).toMatchObject({ returned: 1, created: 0 });
    expect(await bench.guest('101')).toMatchObject({
      id,
      identity_doubt: null,
      deleted_reason: null,
    });
    expect(await bench.lastFields('vm-101')).toEqual({
      powerState: ['running', 'stopped'],
    });
    expect(await bench.db('guest_addresses')).toHaveLength(2);
  });
});

describe('addresses', () => {
  it('are rows of their own, without what every machine has by itself', async () => {
    await bench.sync([
      ...ground,
      aGuest({
        details: {
          nics: [
            aNic({
              addresses: [
                { address: '127.0.0.1', prefixLength: 8, source: 'agent' },
                { address: 'fe80::1', prefixLength: 64, source: 'agent' },
                {
                  address: '2001:DB8:0::17',
                  prefixLength: 64,
                  source: 'agent',
                },
                { address: '10.2.0.17', prefixLength: 24, source: 'agent' },
              ],
            }),
          ],
        },
      }),
    ]);
    expect(await bench.db('guest_addresses').orderBy('address')).toMatchObject([
      { address: '10.2.0.17', prefix_length: 24, network: 'vmbr0' },
      { address: '2001:db8::17', prefix_length: 64, vlan_tag: 10 },
    ]);
    expect(await bench.guest()).toMatchObject({
      primary_address: '10.2.0.17',
    });
  });

  it('that stay keep their start; others come and go', async () => {
    const withAddresses = (...addresses: string[]) =>
      aGuest({
        details: {
          nics: [
            aNic({
              addresses: addresses.map(address => ({
                address,
                prefixLength: 24,
                source: 'agent' as const,
              })),
            }),
          ],
        },
      });
    await bench.sync([...ground, withAddresses('10.2.0.1', '10.2.0.2')]);
    const before = await bench.db('guest_addresses').orderBy('address');
    await bench.sync([...ground, withAddresses('10.2.0.2', '10.2.0.3')]);
    const after = await bench.db('guest_addresses').orderBy('address');
    expect(after.map(row => row.address)).toEqual(['10.2.0.2', '10.2.0.3']);
    expect(after[0].first_seen_at).toEqual(before[1].first_seen_at);
    expect(after[1].first_seen_at > before[1].first_seen_at).toBe(true);
  });

  it('may be shown by two guests', async () => {
    await bench.sync([...ground, aGuest(), aGuest({ externalId: '101' })]);
    expect(await bench.db('guest_addresses')).toMatchObject([
      { address: '10.2.0.17' },
      { address: '10.2.0.17' },
    ]);
  });

  it('follow their guest to another owner', async () => {
    await bench.sync([...ground, aGuest()]);
    await bench.sync([...ground, aGuest({ facts: { tags: ['web'] } })]);
    expect(await bench.db('guest_addresses').first()).toMatchObject({
      owner_ref: 'group:default/web',
    });
  });
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
