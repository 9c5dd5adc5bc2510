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
