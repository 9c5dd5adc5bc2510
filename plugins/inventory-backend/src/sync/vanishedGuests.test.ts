import {
  aCluster,
  aGuest,
  aHost,
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
