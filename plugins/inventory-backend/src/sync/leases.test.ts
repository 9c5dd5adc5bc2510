import { once } from 'node:events';
import type { Observation } from '@flyloft/plugin-inventory-node';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { promiseToKeep } from '../testing/promiseToKeep';
import { SyncBench, type Replica } from '../testing/SyncBench';

/*
 * Several processes, one of them slow, dead or told to stop: the last good
 * picture stays, and nobody who lost a run writes for it.
 */

// Whole syncs of several processes, on a machine that may be busy.
jest.setTimeout(60_000);

const ground: Observation[] = [aCluster(), aHost()];
const by = 'user:default/it';
const hurried = {
  pollMilliseconds: 20,
  beatMilliseconds: 20,
  progressMilliseconds: 20,
  leaseSeconds: 30,
};

let bench: SyncBench;
let one: Replica;
let two: Replica;
beforeEach(async () => {
  bench = await SyncBench.create();
  one = bench.addReplica('replica-1', hurried);
  two = bench.addReplica('replica-2', hurried);
});
afterEach(async () => {
  await Promise.all([one.executor.stop(), two.executor.stop()]);
  await bench.drop();
});

/** A collector that stops in the middle until it is let go. */
function gate() {
  const arrived = promiseToKeep<AbortSignal>();
  const open = promiseToKeep<void>();
  return {
    arrived: arrived.promise,
    open: open.resolve,
    answer: async function* (context: { signal: AbortSignal }) {
      yield* ground;
      arrived.resolve(context.signal);
      await open.promise;
      yield aGuest();
    },
  };
}

const start = (replica: Replica) =>
  replica.service.start({ trigger: 'person', requestedBy: by });
const states = async () =>
  (await bench.db('sync_runs').orderBy('id')).map(
    row => `${row.executor ?? '-'} ${row.state}`,
  );
const guests = () => bench.db('guests').select('external_id');
const silent = () =>
  bench
    .db('sync_runs')
    .where({ state: 'running' })
    .update({
      heartbeat_at: bench.db.raw(`now() - interval '31 seconds'`),
    });

/** Waits until something holds, looking again at every turn. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise(setImmediate);
}

/** A replica whose heartbeats stopped: what a frozen process looks like. */
const frozen = () =>
  bench.addReplica('frozen', { ...hurried, beatMilliseconds: 1e9 });

it('a zombie that wakes up commits nothing; its heir does', async () => {
  const slow = gate();
  bench.platform.answers(slow.answer);
  const zombie = frozen();
  await start(zombie);
  const zombieRun = (await zombie.executor.takeNext())!;
  await slow.arrived;

  await silent();
  await two.runs.reap(30);
  bench.platform.answers([...ground, aGuest({ externalId: '200' })]);
  const heirRun = (await two.executor.takeNext())!;
  slow.open();
  await Promise.all([zombieRun.done, heirRun.done]);

  expect(await states()).toEqual(['frozen failed', 'replica-2 succeeded']);
  expect(await guests()).toEqual([{ external_id: '200' }]);
});

it('a zombie that lost its lease in its last statements is fenced off', async () => {
  bench.platform.answers([...ground, aGuest()]);
  const zombie = frozen();
  await start(zombie);
  // Holds the final transaction up where it writes the last of the guests.
  const obstacle = await two.db.transaction();
  await obstacle.raw('lock table guest_raw in access exclusive mode');
  const zombieRun = (await zombie.executor.takeNext())!;
  await until(async () => {
    const { rows } = await bench.db.raw(
      `select from pg_locks where not granted and relation = 'guest_raw'::regclass`,
    );
    return rows.length > 0;
  });

  await silent();
  const reaped = await two.runs.reap(30);
  const heirRun = await two.executor.takeNext();
  await obstacle.rollback();
  expect(reaped).toHaveLength(1);
  await Promise.all([zombieRun.done, heirRun!.done]);

  expect(await states()).toEqual(['frozen failed', 'replica-2 succeeded']);
  expect(await guests()).toHaveLength(1);
  expect(await bench.db('change_batches')).toHaveLength(1);
});

it('two replicas never sync a platform at the same time', async () => {
  let inside = 0;
  let most = 0;
  bench.platform.answers(async function* () {
    inside += 1;
    most = Math.max(most, inside);
    yield* [...ground, aGuest()];
    await new Promise(setImmediate);
    inside -= 1;
  });
  one.executor.start();
  two.executor.start();
  const ended = async () =>
    (await bench.db('sync_runs').where({ state: 'succeeded' })).length;
  for (let round = 1; round <= 5; round += 1) {
    await Promise.all([start(one), start(two), start(one)]);
    await until(async () => (await ended()) >= round);
  }
  expect(most).toBe(1);
});

it('any replica does what another one queued', async () => {
  bench.platform.answers([...ground, aGuest()]);
  two.executor.start();
  await start(one);
  await until(async () => (await guests()).length === 1);
  await until(async () => (await states())[0] === 'replica-2 succeeded');
  expect(await states()).toEqual(['replica-2 succeeded']);
});

it('a replica takes over from one that died', async () => {
  const dead = gate();
  bench.platform.answers(dead.answer);
  await start(one);
  // Dead to the others: it holds the run and beats no more.
  await one.runs.claim('dead', ['fake']);
  bench.platform.answers([...ground, aGuest()]);
  await silent();
  two.executor.start();
  await until(async () => (await guests()).length === 1);
  await until(async () => (await states())[1] === 'replica-2 succeeded');
  expect((await states())[0]).toBe('dead failed');
});

describe('a run', () => {
  it('cancelled on another replica ends soon, without effect', async () => {
    const slow = gate();
    bench.platform.answers(slow.answer);
    const [run] = await start(one);
    const taken = (await one.executor.takeNext())!;
    const signal = await slow.arrived;
    await two.service.cancel(run!.id, by);
    await once(signal, 'abort');
    await taken.done;
    expect(await one.runs.get(run!.id)).toMatchObject({
      state: 'cancelled',
      problem: { message: `Cancelled by ${by}` },
    });
    expect(await bench.db('hosts')).toEqual([]);
  });

  it('ends when the portal stops, with the reason, without effect', async () => {
    const slow = gate();
    bench.platform.answers(slow.answer);
    const [run] = await start(one);
    one.executor.start();
    await slow.arrived;
    await one.executor.stop();
    expect(await one.runs.get(run!.id)).toMatchObject({
      state: 'failed',
      problem: { message: 'The portal was stopped' },
    });
    expect(await bench.db('hosts')).toEqual([]);
  });

  it('ends in time though its collector obeys no signal', async () => {
    bench.platform.timeoutSeconds = 0.05;
    bench.platform.answers(gate().answer);
    const [run] = await start(one);
    await (await one.executor.takeNext())!.done;
    expect(await one.runs.get(run!.id)).toMatchObject({
      state: 'failed',
      problem: { message: /was not read within 0 minutes/ },
    });
  });

  it('that fails says what the collector said, and keeps the last picture', async () => {
    await bench.sync([...ground, aGuest()]);
    const before = await bench.db('guests');
    const run = await bench.sync(async function* () {
      yield* ground;
      throw new Error('pve-west does not answer on any of its 3 nodes');
    });
    expect(run).toMatchObject({
      state: 'failed',
      problem: { message: 'pve-west does not answer on any of its 3 nodes' },
    });
    expect(await bench.db('guests')).toEqual(before);
  });

  it('that fails by a fault of ours says no internals', async () => {
    const run = await bench.sync([
      aHost({ status: 'on fire' as 'online' }),
      aGuest(),
    ]);
    expect(run.state).toBe('failed');
    expect(run.problem!.message).not.toMatch(/check|constraint|hosts/);
    expect(run.problem!.errorId).toMatch(/^[0-9a-f]{8}$/);
  });

  it.each([
    ['a guest twice', [aGuest(), aGuest()], /lists some guests twice: '100'/],
    ['a host twice', [aHost(), aHost()], /lists some hosts twice: 'pve1'/],
    ['a guest without an id', [aGuest({ externalId: '' })], /without an id/],
  ])('that lists %s fails clearly', async (_case, odd, message) => {
    const run = await bench.sync(odd);
    expect(run).toMatchObject({ state: 'failed' });
    expect(run.problem!.message).toMatch(message);
    expect(await bench.db('hosts')).toEqual([]);
  });
});

it('writes progress while it runs', async () => {
  const slow = gate();
  bench.platform.answers(async function* (context) {
    context.progress({ phase: 'Reading', done: 12, total: 40 });
    yield* slow.answer(context);
  });
  const [run] = await start(one);
  const taken = (await one.executor.takeNext())!;
  await until(async () => (await one.runs.get(run!.id)).progress?.done === 12);
  slow.open();
  await taken.done;
  expect((await one.runs.get(run!.id)).progress).toBeNull();
});

it('writes progress and heartbeats together, not at every step', async () => {
  const beat = jest.spyOn(one.runs, 'beat');
  const slow = gate();
  bench.platform.answers(async function* (context) {
    for (let done = 0; done < 5_000; done += 1) {
      context.progress({ phase: 'Reading', done, total: 5_000 });
    }
    yield* slow.answer(context);
  });
  await start(one);
  const taken = (await one.executor.takeNext())!;
  await slow.arrived;
  await until(async () => beat.mock.calls.length > 0);
  // Far fewer than there were steps, on a machine as slow as may be.
  expect(beat.mock.calls.length).toBeLessThan(500);
  slow.open();
  await taken.done;
});

it('drops what a killed run staged', async () => {
  await start(one);
  const { lease } = (await one.runs.claim('dead', ['fake']))!;
  await bench.db.raw('create unlogged table ?? (id text)', [
    `staged_${lease.runId}_guests`,
  ]);
  await silent();
  bench.platform.answers(ground);
  two.executor.start();
  await until(async () => (await bench.db('hosts')).length === 1);
  await until(async () => {
    const { rows } = await bench.db.raw(
      `select from pg_tables where tablename like 'staged%'`,
    );
    return rows.length === 0;
  });
  expect(await bench.db('hosts')).toHaveLength(1);
});
