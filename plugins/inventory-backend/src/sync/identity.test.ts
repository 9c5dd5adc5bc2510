import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

/*
 * The rule itself is tested in guests/identity: here is what a sync makes of
 * its answers, and that SQL brings every case before it.
 */

const ground = [aCluster(), aHost(), aHost({ externalId: 'pve2' })];
const uuidA = 'aaaaaaaa-0000-4000-8000-000000000001';
const uuidB = 'bbbbbbbb-0000-4000-8000-000000000002';
const mac = 'bc:24:11:00:00:0a';
const otherMac = 'bc:24:11:00:00:0b';

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
});
afterEach(async () => bench.drop());

const news = async () =>
  (await bench.feed()).filter(line => line.startsWith('guest')).slice(1);

it('a reused id is a new guest; the former one is deleted, with the reason', async () => {
  await bench.sync([...ground, aGuest({ evidence: { biosUuid: uuidA } })]);
  const former = await bench.guest();
  await bench.sync([...ground, aGuest({ evidence: { biosUuid: uuidB } })]);

  const present = await bench.guest();
  expect(present.id).not.toBe(former.id);
  expect(
    await bench.db('guests').where({ id: former.id }).first(),
  ).toMatchObject({
    visibility: 'deleted',
    deleted_reason:
      'Another machine has its id now: its BIOS UUID differs, and nothing was restored',
  });
  expect(await news()).toEqual([
    'guest vm-100 deleted',
    'guest vm-100 created',
  ]);
  expect(
    await bench.db('guest_addresses').where({ guest_id: former.id }),
  ).toEqual([]);
  expect(
    await bench.db('guest_raw').where({ guest_id: present.id }),
  ).toHaveLength(1);
});

it('a restore in place keeps the guest, and its new UUID is known from then on', async () => {
  const restored = aGuest({
    evidence: { biosUuid: uuidB, restoredSince: true, macAddresses: [mac] },
    details: { biosUuid: uuidB },
  });
  await bench.sync([
    ...ground,
    aGuest({
      evidence: { biosUuid: uuidA, macAddresses: [mac] },
      details: { biosUuid: uuidA },
    }),
  ]);
  const { id } = await bench.guest();
  await bench.sync([...ground, restored]);
  await bench.sync([
    ...ground,
    aGuest({ evidence: { biosUuid: uuidB }, details: { biosUuid: uuidB } }),
  ]);
  expect(await bench.guest()).toMatchObject({
    id,
    identity_doubt: null,
    evidence: { biosUuid: uuidB, macAddresses: [mac] },
  });
});

it('a rename with a migration keeps the guest', async () => {
  await bench.sync([...ground, aGuest({ evidence: { biosUuid: uuidA } })]);
  const { id } = await bench.guest();
  await bench.sync([
    ...ground,
    aGuest({
      facts: { name: 'else', hostExternalId: 'pve2' },
      evidence: { biosUuid: uuidA },
    }),
  ]);
  expect(await bench.guest()).toMatchObject({ id, name: 'else' });
});

it('a guest in doubt is kept and marked, in its history too, and stays marked', async () => {
  const container = (macAddress: string) =>
    aGuest({
      type: 'container',
      evidence: { macAddresses: [macAddress], rootVolume: 'subvol-100-disk-0' },
      details: 'unread',
    });
  await bench.sync([...ground, container(mac)]);
  const { id } = await bench.guest();
  const words = 'all its MAC addresses differ, and nothing else tells';
  await bench.sync([...ground, container(otherMac)]);
  expect(await bench.guest()).toMatchObject({ id, identity_doubt: words });
  expect(await bench.lastFields('vm-100')).toEqual({
    identityDoubt: [null, words],
  });
  await bench.sync([...ground, container(otherMac)]);
  expect(await bench.guest()).toMatchObject({ id, identity_doubt: words });
  expect(await news()).toEqual(['guest vm-100 changed']);
});

it('two ids with one BIOS UUID and one MAC address stay two guests', async () => {
  const twins = ['100', '101'].map(externalId =>
    aGuest({
      externalId,
      facts: { name: 'twin' },
      evidence: { biosUuid: uuidA, macAddresses: [mac] },
      details: { biosUuid: uuidA },
    }),
  );
  await bench.sync([...ground, ...twins]);
  await bench.sync([...ground, ...twins]);
  expect(await bench.db('guests')).toHaveLength(2);
  expect(await news()).toEqual(['guest twin created']);
});

it('guests with one name in two clusters stay two guests', async () => {
  await bench.sync([
    ...ground,
    aCluster({ externalId: 'east', name: 'pve-east' }),
    aGuest({ externalId: 'west/100', facts: { name: 'web' } }),
    aGuest({
      externalId: 'east/100',
      facts: { name: 'web', clusterExternalId: 'east', hostExternalId: null },
    }),
  ]);
  expect(await bench.db('guests').whereNull('deleted_at')).toHaveLength(2);
});

it('an id listed again goes to the deleted guest with its UUID, not to the last one', async () => {
  const machine = (biosUuid: string) => aGuest({ evidence: { biosUuid } });
  await bench.sync([...ground, aGuest({ externalId: '1' }), machine(uuidA)]);
  const { id } = await bench.guest();
  await bench.sync([...ground, aGuest({ externalId: '1' }), machine(uuidB)]);
  await bench.sync([...ground, aGuest({ externalId: '1' })]);
  const run = await bench.sync([
    ...ground,
    aGuest({ externalId: '1' }),
    machine(uuidA),
  ]);
  expect(run.counts.guest).toMatchObject({ returned: 1, created: 0 });
  expect(await bench.guest()).toMatchObject({ id });
});

it('an id that was gone, and of which nothing tells, returns in doubt', async () => {
  const world = [...ground, aGuest({ externalId: '1' })];
  await bench.sync([...world, aGuest()]);
  await bench.sync(world);
  await bench.sync([...world, aGuest()]);
  expect((await bench.guest()).identity_doubt).toMatch(/was gone/);
});

it('weighs thousands at a time', async () => {
  const many = (start: string, count: number) =>
    Array.from({ length: count }, (_none, index) =>
      aGuest({
        externalId: String(index),
        details: 'unread',
        evidence: {
          macAddresses: [mac],
          biosUuid: `${start}-0000-4000-8000-${String(index).padStart(12, '0')}`,
          // New evidence for all; contradicting for a few.
          rootVolume: start === 'aaaaaaaa' ? undefined : `disk-${index}`,
        },
      }),
    );
  await bench.sync([...ground, ...many('aaaaaaaa', 2_500)]);
  const second = many('aaaaaaaa', 2_500).map((guest, index) => ({
    ...guest,
    evidence: {
      ...(index % 250 === 0 ? many('bbbbbbbb', 2_500)[index]! : guest).evidence,
      rootVolume: `disk-${index}`,
    },
  }));
  const run = await bench.sync([...ground, ...second]);
  expect(run.counts.guest).toMatchObject({ created: 10, deleted: 10 });
});
