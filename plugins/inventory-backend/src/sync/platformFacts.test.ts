import { everything } from '../scope/scope';
import { ImageStore } from '../images/ImageStore';
import {
  aCluster,
  aGuest,
  aHost,
  anImage,
  aNetwork,
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

const filed = {
  folder: '/shop/web',
  organization: 'shop',
  vdc: 'shop-west',
  instanceType: 'u1.medium',
  lastBackupAt: '2026-11-20T02:00:00.000Z',
  lastBackupKind: 'backup',
  lastBackupSource: 'pbs-west',
  replication: 'ok',
} as const;

describe('what only some platforms tell of a guest', () => {
  it('is kept, with its version', async () => {
    await bench.sync([...ground, aGuest({ facts: filed })]);
    expect(await bench.guest()).toMatchObject({
      folder: '/shop/web',
      organization: 'shop',
      vdc: 'shop-west',
      instance_type: 'u1.medium',
      last_backup_at: new Date('2026-11-20T02:00:00.000Z'),
      last_backup_kind: 'backup',
      last_backup_source: 'pbs-west',
      replication: 'ok',
    });
    expect(await bench.db('guest_versions').first()).toMatchObject({
      folder: '/shop/web',
      last_backup_kind: 'backup',
      replication: 'ok',
    });
  });

  it('keeps its last value where nobody looked', async () => {
    await bench.sync([...ground, aGuest({ facts: filed })]);
    await bench.sync([...ground, aGuest()]);
    expect(await bench.guest()).toMatchObject({
      folder: '/shop/web',
      last_backup_at: new Date('2026-11-20T02:00:00.000Z'),
    });
    expect(await bench.feed()).toHaveLength(5);
  });

  it('goes where the platform says that there is none', async () => {
    await bench.sync([...ground, aGuest({ facts: filed })]);
    await bench.sync([
      ...ground,
      aGuest({
        facts: {
          folder: null,
          organization: null,
          vdc: null,
          instanceType: null,
          lastBackupAt: null,
          lastBackupKind: null,
          lastBackupSource: null,
          replication: null,
        },
      }),
    ]);
    expect(await bench.guest()).toMatchObject({
      folder: null,
      last_backup_at: null,
      last_backup_source: null,
    });
    expect(await bench.lastFields('vm-100')).toEqual({
      folder: ['/shop/web', null],
      organization: ['shop', null],
      vdc: ['shop-west', null],
      instanceType: ['u1.medium', null],
      lastBackupKind: ['backup', null],
      replication: ['ok', null],
    });
  });

  it('is no history where only the time of the backup moved', async () => {
    await bench.sync([...ground, aGuest({ facts: filed })]);
    const { changed_at } = await bench.guest();
    await bench.sync([
      ...ground,
      aGuest({ facts: { ...filed, lastBackupAt: '2026-11-21T02:00:00.000Z' } }),
    ]);
    expect(await bench.guest()).toMatchObject({
      last_backup_at: new Date('2026-11-21T02:00:00.000Z'),
      changed_at,
    });
    expect(await bench.feed()).toHaveLength(5);
    expect(await bench.db('guest_versions')).toHaveLength(1);
  });

  it('is refused where a backup is of an unknown kind', async () => {
    const run = await bench.sync([
      ...ground,
      aGuest({ facts: { lastBackupKind: 'copy' as 'backup' } }),
    ]);
    expect(run).toMatchObject({ state: 'failed' });
  });
});

describe('what a host is made of', () => {
  it('is kept, and its change is history', async () => {
    await bench.sync(ground);
    await bench.sync([
      aCluster(),
      aHost({
        vendor: 'Dell Inc.',
        model: 'PowerEdge R760',
        serial: '4XK2Q1',
        maintenance: true,
        certificateExpiresAt: '2027-01-01T00:00:00Z',
        subscription: 'community: active',
        subscriptionExpiresAt: '2027-06-01T00:00:00Z',
      }),
      aNetwork(),
      aStorage(),
    ]);
    expect(await bench.lastFields('pve1')).toEqual({
      vendor: [null, 'Dell Inc.'],
      model: [null, 'PowerEdge R760'],
      serial: [null, '4XK2Q1'],
      maintenance: [null, true],
      certificateExpiresAt: [null, '2027-01-01T00:00:00.000Z'],
      subscription: [null, 'community: active'],
      subscriptionExpiresAt: [null, '2027-06-01T00:00:00.000Z'],
    });
    await bench.sync(ground);
    expect(await bench.db('hosts').first()).toMatchObject({
      serial: '4XK2Q1',
      maintenance: true,
    });
  });
});

describe('images', () => {
  const images = () => new ImageStore(bench.db).list({}, everything);

  it('are listed, and their coming and going is history', async () => {
    const run = await bench.sync([...ground, anImage()]);
    expect(run.counts.image).toMatchObject({ seen: 1, created: 1 });
    expect((await images()).items).toMatchObject([
      {
        name: 'debian-13.iso',
        kind: 'iso',
        cluster: { name: 'pve-west' },
        sizeBytes: 700 * 2 ** 20,
        storages: ['local'],
        createdAt: '2026-01-01T00:00:00.000Z',
      },
    ]);

    await bench.sync([...ground, anImage({ storages: ['local', 'nfs'] })]);
    expect(await bench.lastFields('debian-13.iso')).toEqual({
      storages: [['local'], ['local', 'nfs']],
    });
    await bench.sync(ground);
    expect((await images()).items).toEqual([]);
    expect((await bench.feed()).at(-1)).toBe('image debian-13.iso deleted');
  });

  it('stay, out of reach, while a host that may hold them is silent', async () => {
    await bench.sync([...ground, anImage()]);
    await bench.sync([
      ...ground,
      {
        kind: 'unreachable',
        scope: 'host',
        externalId: 'pve1',
        reason: 'no route',
      },
    ]);
    expect((await images()).items).toMatchObject([
      { visibility: 'unreachable' },
    ]);
  });

  it('stay where the collector could not look', async () => {
    await bench.sync([...ground, anImage()]);
    await bench.sync([
      ...ground,
      {
        kind: 'gap',
        scope: 'storage local',
        reason: 'Datastore.Audit is missing',
        withholdsDeletions: ['image'],
      },
    ]);
    expect((await images()).items).toMatchObject([
      { visibility: 'unreachable' },
    ]);
  });

  it('of an unknown kind end the run', async () => {
    const run = await bench.sync([
      ...ground,
      anImage({ imageKind: 'floppy' as 'iso' }),
    ]);
    expect(run.state).toBe('failed');
    expect(run.problem?.message).toMatch(/imageKind 'floppy'/);
  });
});

describe('a network of which the platform tells neither hosts nor prefixes', () => {
  it('is kept without them', async () => {
    const network = aNetwork({ hosts: undefined, prefixes: undefined });
    const run = await bench.sync([aCluster(), network]);
    expect(run.state).toBe('succeeded');
    expect(await bench.db('networks').first()).toMatchObject({
      hosts: [],
      prefixes: [],
    });
  });
});
