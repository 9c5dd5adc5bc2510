import type { Observation } from '@flyloft/plugin-inventory-node';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { SyncBench } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

const ground: Observation[] = [
  aCluster(),
  aHost(),
  aHost({ externalId: 'pve2' }),
];
/** So many guests, spread over two hosts, from a number on. */
const guests = (count: number, from = 0) =>
  Array.from({ length: count }, (_none, index) =>
    aGuest({
      externalId: String(100 + from + index),
      facts: { hostExternalId: index % 2 ? 'pve1' : 'pve2' },
      details: 'unread',
    }),
  );
const by = 'user:default/it';

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
});
afterEach(async () => bench.drop());

/** Everything a sync may write, but for its own row. */
async function picture() {
  const tables = [
    'platforms',
    'clusters',
    'hosts',
    'networks',
    'storages',
    'guests',
    'guest_versions',
    'guest_addresses',
    'guest_raw',
    'changes',
    'change_fields',
    'change_batches',
    'feed_clock',
  ];
  const rows: Record<string, unknown> = {};
  for (const table of tables) rows[table] = await bench.db(table).orderBy(1);
  return rows;
}

const live = async () => {
  const [row] = await bench.db('guests').whereNull('deleted_at').count();
  return Number(row!.count);
};

describe('a run that would delete too much', () => {
  it('is held, and changes nothing but its own row', async () => {
    await bench.sync([...ground, ...guests(60)]);
    const before = await picture();
    // It also brings what would be written otherwise: a new host, a new guest.
    const run = await bench.sync([
      ...ground,
      aHost({ externalId: 'pve9' }),
      ...guests(40),
      ...guests(1, 500),
    ]);

    expect(run).toMatchObject({
      state: 'held',
      finishedAt: null,
      hold: { scope: 'platform Fake platform', wouldDelete: 20, of: 60 },
    });
    expect(await picture()).toEqual(before);
  });

  it('is held for one host, too', async () => {
    await bench.sync([...ground, ...guests(120)]);
    const gone = new Set(
      guests(120)
        .filter(guest => guest.facts.hostExternalId === 'pve1')
        .slice(0, 13)
        .map(guest => guest.externalId),
    );
    const run = await bench.sync([
      ...ground,
      ...guests(120).filter(guest => !gone.has(guest.externalId)),
    ]);
    expect(run).toMatchObject({
      state: 'held',
      hold: { scope: 'host pve1', wouldDelete: 13, of: 60 },
    });
  });

  it('is held when it nibbles the same away within a day', async () => {
    await bench.sync([...ground, ...guests(60)]);
    expect(await bench.sync([...ground, ...guests(51)])).toMatchObject({
      state: 'succeeded',
    });
    expect(await bench.sync([...ground, ...guests(46)])).toMatchObject({
      state: 'held',
      hold: { wouldDelete: 5 },
    });
    await bench
      .db('guests')
      .whereNotNull('deleted_at')
      .update({ deleted_at: bench.db.raw(`now() - interval '25 hours'`) });
    expect(await bench.sync([...ground, ...guests(46)])).toMatchObject({
      state: 'succeeded',
    });
  });

  it('is held when everything gets another BIOS UUID at once', async () => {
    const uuids = (start: string) =>
      guests(30).map(guest => ({
        ...guest,
        evidence: {
          biosUuid: `${start}-0000-4000-8000-000000000${guest.externalId}`,
        },
      }));
    await bench.sync([...ground, ...uuids('aaaaaaaa')]);
    expect(await bench.sync([...ground, ...uuids('bbbbbbbb')])).toMatchObject({
      state: 'held',
      hold: { wouldDelete: 30, of: 30 },
    });
  });

  it('is held for hosts as for guests', async () => {
    const hosts = Array.from({ length: 20 }, (_none, index) =>
      aHost({ externalId: `h${index}` }),
    );
    await bench.sync([aCluster(), ...hosts]);
    expect(await bench.sync([aCluster(), ...hosts.slice(11)])).toMatchObject({
      state: 'held',
      hold: { wouldDelete: 11, of: 20, message: /11 of 20 hosts/ },
    });
  });
});

describe('an empty answer', () => {
  it.each([3, 300])('is held, whether %i guests were known', async count => {
    await bench.sync([...ground, ...guests(count)]);
    const before = await picture();
    const run = await bench.sync(ground);
    expect(run.state).toBe('held');
    expect(run.hold!.message).toMatch(/listed no guests at all/);
    expect(await picture()).toEqual(before);
  });

  it('without even a host is held', async () => {
    await bench.sync([...ground, ...guests(3)]);
    expect(await bench.sync([])).toMatchObject({ state: 'held' });
  });
});

describe('a confirmation', () => {
  const hold = async () => {
    await bench.sync([...ground, ...guests(60)]);
    const held = await bench.sync([...ground, ...guests(30)]);
    expect(held.state).toBe('held');
    return held;
  };

  it('collects anew and deletes what was held', async () => {
    const held = await hold();
    const queued = await bench.replica.service.confirm(held.id, by);
    expect(queued).toMatchObject({
      state: 'queued',
      trigger: 'confirmation',
      confirmedBy: by,
    });
    const run = await bench.runNext();
    expect(run).toMatchObject({ id: queued.id, state: 'succeeded' });
    expect(await live()).toBe(30);
    expect(
      await bench.db('guests').whereNotNull('deleted_at').first(),
    ).toMatchObject({ deleted_by: by, deleted_run_id: run.id });
    expect(await bench.replica.runs.get(held.id)).toMatchObject({
      state: 'cancelled',
      confirmedBy: by,
    });
  });

  it('looks at the present: who is back by then stays', async () => {
    const held = await hold();
    await bench.replica.service.confirm(held.id, by);
    bench.platform.answers([...ground, ...guests(60)]);
    expect(await bench.runNext()).toMatchObject({ state: 'succeeded' });
    expect(await live()).toBe(60);
  });

  it('does not cover more than was held and what needs no asking', async () => {
    const held = await hold();
    await bench.replica.service.confirm(held.id, by);
    bench.platform.answers([...ground, ...guests(17)]);
    expect(await bench.runNext()).toMatchObject({
      state: 'held',
      hold: { wouldDelete: 43 },
    });
    expect(await live()).toBe(60);
  });

  it('does not make the day count what was confirmed', async () => {
    const held = await hold();
    await bench.replica.service.confirm(held.id, by);
    await bench.runNext();
    expect(await bench.sync([...ground, ...guests(25)])).toMatchObject({
      state: 'succeeded',
    });
  });

  it('is refused for a run that is not held, and for none', async () => {
    const done = await bench.sync(ground);
    await expect(bench.replica.service.confirm(done.id, by)).rejects.toThrow(
      `Sync run ${done.id} is succeeded; only one that is held can be confirmed`,
    );
    await expect(bench.replica.service.confirm('999', by)).rejects.toThrow(
      "There is no sync run '999'",
    );
  });

  it('counts once when two people confirm at the same time', async () => {
    const held = await hold();
    const answers = await Promise.allSettled([
      bench.replica.service.confirm(held.id, by),
      bench.addReplica('replica-2').service.confirm(held.id, 'user:default/b'),
    ]);
    expect(answers.map(one => one.status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    expect(await bench.db('sync_runs').where({ state: 'queued' })).toHaveLength(
      1,
    );
  });

  it('takes the place of a sync that waits already', async () => {
    const held = await hold();
    await bench.replica.service.start({
      trigger: 'schedule',
      requestedBy: null,
    });
    await bench.replica.service.confirm(held.id, by);
    expect(
      await bench.db('sync_runs').where({ state: 'queued' }),
    ).toMatchObject([{ trigger: 'confirmation', confirmed_by: by }]);
  });
});

describe('a held run', () => {
  it('gives way to a later clean one', async () => {
    await bench.sync([...ground, ...guests(60)]);
    const held = await bench.sync([...ground, ...guests(30)]);
    const clean = await bench.sync([...ground, ...guests(60)]);
    expect(clean.state).toBe('succeeded');
    expect(await bench.replica.runs.get(held.id)).toMatchObject({
      state: 'cancelled',
      problem: { message: `Superseded by sync run ${clean.id}` },
    });
  });

  it('gives way to a later held one, whose figures are newer', async () => {
    await bench.sync([...ground, ...guests(60)]);
    const first = await bench.sync([...ground, ...guests(30)]);
    const second = await bench.sync([...ground, ...guests(20)]);
    expect(second).toMatchObject({ state: 'held', hold: { wouldDelete: 40 } });
    expect(await bench.replica.runs.get(first.id)).toMatchObject({
      state: 'cancelled',
    });
  });

  it('can be dismissed', async () => {
    await bench.sync([...ground, ...guests(60)]);
    const held = await bench.sync([...ground, ...guests(30)]);
    expect(await bench.replica.service.cancel(held.id, by)).toMatchObject({
      state: 'cancelled',
      problem: { message: `Cancelled by ${by}` },
    });
  });
});
