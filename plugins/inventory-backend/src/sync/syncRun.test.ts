import {
  aCluster,
  aGuest,
  aHost,
  aNetwork,
  aStorage,
} from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

const ground = [aCluster(), aHost(), aNetwork(), aStorage()];

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
});
afterEach(async () => bench.drop());

/** What the feed says, in its order. */
async function feed() {
  const rows = await bench
    .db('changes as c')
    .join('change_batches as b', 'b.id', 'c.batch_id')
    .orderByRaw('b.first_sequence + c.position')
    .select('c.kind', 'c.name', 'c.operation');
  return rows.map(row => `${row.kind} ${row.name} ${row.operation}`);
}

it('a first sync writes what it saw, with versions and a feed', async () => {
  const run = await bench.sync([...ground, aGuest()]);

  expect(run).toMatchObject({ state: 'succeeded', problem: null });
  expect(run.counts).toMatchObject({
    guest: { seen: 1, created: 1 },
    host: { seen: 1, created: 1 },
  });
  expect(await bench.db('guests').first()).toMatchObject({
    name: 'vm-100',
    host_name: 'pve1',
    cluster_name: 'pve-west',
    primary_address: '10.2.0.17',
    disk_bytes: String(32 * 2 ** 30),
    visibility: 'visible',
    last_seen_at: null,
  });
  expect(await feed()).toEqual([
    'cluster pve-west created',
    'host pve1 created',
    'network vmbr0 created',
    'storage local created',
    'guest vm-100 created',
  ]);
});

it('a change makes a version, a change and its fields', async () => {
  await bench.sync([...ground, aGuest()]);
  await bench.sync([...ground, aGuest({ facts: { powerState: 'stopped' } })]);

  expect((await feed()).slice(5)).toEqual(['guest vm-100 changed']);
  expect(await bench.db('change_fields')).toMatchObject([
    { field: 'powerState', from_value: 'running', to_value: 'stopped' },
  ]);
  const versions = await bench.db('guest_versions').orderBy('valid_from');
  expect(versions.map(version => version.power_state)).toEqual([
    'running',
    'stopped',
  ]);
  expect(versions[0].valid_to).toEqual(versions[1].valid_from);
});

it('a vanished guest is deleted, with run and reason', async () => {
  await bench.sync([...ground, aGuest(), aGuest({ externalId: '101' })]);
  const run = await bench.sync([...ground, aGuest()]);

  expect(run.counts.guest).toMatchObject({ deleted: 1 });
  expect(
    await bench.db('guests').where({ external_id: '101' }).first(),
  ).toMatchObject({
    visibility: 'deleted',
    deleted_reason: 'No longer listed by Fake platform',
    deleted_run_id: run.id,
  });
  expect((await feed()).at(-1)).toBe('guest vm-101 deleted');
});
