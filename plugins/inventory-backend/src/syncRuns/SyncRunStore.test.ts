import { SyncBench, type Replica } from '../testing/SyncBench';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(60_000);

let bench: SyncBench;
let one: Replica;
let two: Replica;
beforeEach(async () => {
  bench = await SyncBench.create();
  one = bench.replica;
  two = bench.addReplica('replica-2');
});
afterEach(async () => bench.drop());

const schedule = {
  platformId: 'fake',
  trigger: 'schedule',
  requestedBy: null,
} as const;
const by = 'user:default/it';
const claim = (replica: Replica, name = 'replica-1') =>
  replica.runs.claim(name, ['fake']);
/** Makes the heartbeat of a run as old as that. */
const silent = (seconds: number) =>
  bench.db('sync_runs').update({
    heartbeat_at: bench.db.raw(`now() - make_interval(secs => ?)`, [seconds]),
  });
const figures = { phases: [], counts: {}, gaps: [] };

describe('asking for a sync', () => {
  it('many times at once makes one run', async () => {
    const asked = await Promise.all(
      Array.from({ length: 12 }, (_none, index) =>
        (index % 2 ? one : two).runs.request(schedule),
      ),
    );
    expect(new Set(asked.map(run => run.id)).size).toBe(1);
    expect(await bench.db('sync_runs')).toHaveLength(1);
  });

  it('while one is under way answers that one', async () => {
    const queued = await one.runs.request(schedule);
    await claim(one);
    expect(
      await two.runs.request({
        ...schedule,
        trigger: 'person',
        requestedBy: by,
      }),
    ).toMatchObject({ id: queued.id, state: 'running', trigger: 'schedule' });
  });
});

describe('claiming', () => {
  it('gives a run to one of many', async () => {
    await one.runs.request(schedule);
    const claims = await Promise.all(
      Array.from({ length: 10 }, (_none, index) =>
        claim(index % 2 ? one : two, `replica-${index}`),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('leaves a queued run alone while its platform is synced', async () => {
    await one.runs.request(schedule);
    await claim(one);
    await bench.db('sync_runs').insert({
      platform_id: 'fake',
      state: 'queued',
      trigger: 'schedule',
    });
    expect(await claim(two)).toBeNull();
  });

  it('leaves platforms alone that this process does not know', async () => {
    await one.runs.request(schedule);
    expect(await one.runs.claim('replica-1', ['other'])).toBeNull();
  });
});

describe('a lease', () => {
  it('is lost when another replica gave the run up', async () => {
    await one.runs.request(schedule);
    const { lease } = (await claim(one))!;
    expect(await one.runs.beat(lease, null)).toEqual({
      lease: 'held',
      cancelRequestedBy: null,
    });
    await silent(31);
    await two.runs.reap(30);
    expect(await one.runs.beat(lease, null)).toEqual({ lease: 'lost' });
    expect(
      await one.runs.end(lease, {
        state: 'failed',
        problem: { message: 'x', errorId: 'x' },
        ...figures,
      }),
    ).toBe(false);
    expect(
      await one.runs.hold(lease, {
        hold: { scope: 's', wouldDelete: 1, of: 1, message: 'm', scopes: [] },
        ...figures,
      }),
    ).toBe(false);
  });

  it('learns at a heartbeat who wants the run to end', async () => {
    const queued = await one.runs.request(schedule);
    const { lease } = (await claim(one))!;
    await two.runs.cancel(queued.id, by);
    expect(await one.runs.beat(lease, null)).toEqual({
      lease: 'held',
      cancelRequestedBy: by,
    });
  });
});

describe('reaping', () => {
  it('fails a silent run with the reason, and queues the platform again', async () => {
    const queued = await one.runs.request(schedule);
    await claim(one);
    await silent(31);
    expect(await two.runs.reap(30)).toMatchObject([
      {
        id: queued.id,
        state: 'failed',
        problem: {
          message: 'The portal process that did it stopped answering',
        },
      },
    ]);
    expect(await claim(two, 'replica-2')).toMatchObject({
      row: { attempt: 2, executor: 'replica-2' },
    });
  });

  it('spares a run that gave a sign', async () => {
    await one.runs.request(schedule);
    await claim(one);
    await silent(29);
    expect(await two.runs.reap(30)).toEqual([]);
  });

  it('by two replicas at once ends it once', async () => {
    await one.runs.request(schedule);
    await claim(one);
    await silent(31);
    const reaped = await Promise.all([one.runs.reap(30), two.runs.reap(30)]);
    expect(reaped.flat()).toHaveLength(1);
  });

  it('gives up after three deaths in a row, until the schedule asks again', async () => {
    await one.runs.request(schedule);
    for (let death = 1; death <= 3; death += 1) {
      expect(await claim(one)).toMatchObject({ row: { attempt: death } });
      await silent(31);
      await two.runs.reap(30);
    }
    expect(await claim(one)).toBeNull();
    await one.runs.request(schedule);
    expect(await claim(one)).toMatchObject({ row: { attempt: 1 } });
  });

  it('keeps what a person confirmed', async () => {
    const held = await bench
      .db('sync_runs')
      .insert({
        platform_id: 'fake',
        state: 'held',
        trigger: 'schedule',
        hold: JSON.stringify({ scopes: [] }),
      })
      .returning('id');
    await one.runs.confirm(held[0].id, by);
    await claim(one);
    await silent(31);
    await two.runs.reap(30);
    expect(await claim(two)).toMatchObject({
      row: { trigger: 'confirmation', confirms_run_id: held[0].id },
    });
  });

  it('does not go on with a run that somebody cancelled', async () => {
    const queued = await one.runs.request(schedule);
    await claim(one);
    await two.runs.cancel(queued.id, by);
    await silent(31);
    expect(await two.runs.reap(30)).toMatchObject([{ state: 'cancelled' }]);
    expect(await claim(two)).toBeNull();
  });
});

describe('cancelling', () => {
  it('a queued run ends it at once', async () => {
    const queued = await one.runs.request(schedule);
    expect(await one.runs.cancel(queued.id, by)).toMatchObject({
      state: 'cancelled',
      problem: { message: `Cancelled by ${by}` },
    });
    expect(await claim(one)).toBeNull();
  });

  it('an ended run is refused with its state', async () => {
    const queued = await one.runs.request(schedule);
    await one.runs.cancel(queued.id, by);
    await expect(one.runs.cancel(queued.id, by)).rejects.toThrow(
      /is cancelled; only one that is queued or running or held can be cancelled/,
    );
  });
});

it.each(['999', 'x', '1; drop table guests', '9'.repeat(40)])(
  'there is no run %s',
  async id => {
    for (const asked of [
      one.runs.get(id),
      one.runs.cancel(id, by),
      one.runs.confirm(id, by),
    ]) {
      await expect(asked).rejects.toThrow(`There is no sync run '${id}'`);
    }
  },
);
