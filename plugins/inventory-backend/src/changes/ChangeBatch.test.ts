import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { aCluster, aGuest, aHost } from '../testing/observations';
import { promiseToKeep } from '../testing/promiseToKeep';
import { SyncBench } from '../testing/SyncBench';
import { ChangeBatch } from './ChangeBatch';

// Whole syncs, on a machine that may be busy.
jest.setTimeout(120_000);

let bench: SyncBench;
beforeEach(async () => {
  bench = await SyncBench.create();
});
afterEach(async () => bench.drop());

/** Writes changes as an edit does, and publishes them last. */
async function edit(
  db: Knex,
  size: number,
  beforeCommit: () => Promise<void> = async () => {},
): Promise<void> {
  await db.transaction(async tx => {
    // An edit that would wait for another's locks fails here instead.
    await tx.raw(`set local lock_timeout = '1s'`);
    const batch = new ChangeBatch(tx, null, new Date().toISOString());
    const batchId = await batch.identify();
    await tx('changes').insert(
      Array.from({ length: size }, (_none, index) => ({
        batch_id: batchId,
        position: index,
        platform_id: 'fake',
        kind: 'guest',
        object_id: randomUUID(),
        name: `edit ${index}`,
        operation: 'changed',
      })),
    );
    batch.added(size);
    await beforeCommit();
    await batch.publish();
  });
}

/** A follower's next page, as the feed gives it. */
async function after(db: Knex, sequence: number): Promise<number[]> {
  const rows = await db('change_batches as b')
    .join('changes as c', 'c.batch_id', 'b.id')
    .whereRaw('b.first_sequence + c.position > ?', [sequence])
    .orderByRaw('b.first_sequence + c.position')
    .select(db.raw('(b.first_sequence + c.position)::integer as sequence'));
  return rows.map(row => row.sequence);
}

it('an empty batch leaves nothing', async () => {
  await bench.db.transaction(async tx => {
    const batch = new ChangeBatch(tx, null, new Date().toISOString());
    await batch.identify();
    await batch.publish();
  });
  expect(await bench.db('change_batches')).toEqual([]);
});

it('numbers follow the order of commits, not of beginnings', async () => {
  const opened = promiseToKeep<void>();
  const slow = edit(bench.db, 2, () => opened.promise);
  await edit(bench.db, 3);
  expect(await after(bench.db, 0)).toEqual([1, 2, 3]);
  opened.resolve();
  await slow;
  expect(await after(bench.db, 3)).toEqual([4, 5]);
});

it('a follower misses nothing while many write at once', async () => {
  const writers = Array.from({ length: 8 }, async (_none, writer) => {
    for (let turn = 0; turn < 15; turn += 1) {
      await edit(bench.db, 1 + ((writer + turn) % 4));
    }
  });
  const reader = bench.addReplica('reader').db;
  const seen: number[] = [];
  let writing = true;
  const ended = Promise.all(writers).finally(() => {
    writing = false;
  });
  do {
    seen.push(...(await after(reader, seen.at(-1) ?? 0)));
  } while (writing);
  await ended;
  seen.push(...(await after(reader, seen.at(-1) ?? 0)));

  const { last_sequence } = await bench.db('feed_clock').first();
  expect(seen).toEqual(
    Array.from({ length: Number(last_sequence) }, (_none, index) => index + 1),
  );
});

it('an edit goes on while a first sync of 20,000 guests is written', async () => {
  const world = function* () {
    yield aCluster();
    yield aHost();
    for (let index = 0; index < 20_000; index += 1) {
      yield aGuest({ externalId: String(index) });
    }
  };
  // A guest of another platform, which people edit.
  await bench.db('platforms').insert({
    id: 'other',
    type: 'fake',
    title: 'Other',
    interval_seconds: 60,
  });
  const [other] = await bench
    .db('guests')
    .insert({
      platform_id: 'other',
      external_id: '1',
      type: 'container',
      name: 'edited',
      power_state: 'running',
      visibility: 'visible',
      first_seen_at: new Date(),
      changed_at: new Date(),
    })
    .returning('id');
  bench.platform.answers(world());
  await bench.replica.service.start({ trigger: 'schedule', requestedBy: null });
  const { runId, done } = (await bench.replica.executor.takeNext())!;

  const editor = bench.addReplica('editor').db;
  const writing = async () => {
    const { rows } = await editor.raw(
      `select from pg_locks l join pg_stat_activity a using (pid)
        where l.relation = 'guests'::regclass and l.mode = 'RowExclusiveLock'
          and a.pid <> pg_backend_pid()`,
    );
    return rows.length > 0;
  };
  let syncing = true;
  const synced = done.finally(() => {
    syncing = false;
  });
  let edits = 0;
  while (syncing) {
    if (!(await writing())) continue;
    await edit(editor, 1);
    await editor('guests')
      .where({ id: other!.id })
      .update({ description: `edit ${edits}` });
    await bench.replica.runs.get(runId);
    edits += 1;
  }
  await synced;

  expect(await bench.replica.runs.get(runId)).toMatchObject({
    state: 'succeeded',
  });
  expect(edits).toBeGreaterThan(10);
  // The sync published last: what was edited meanwhile comes before it.
  const [sync] = await bench
    .db('change_batches')
    .where({ run_id: runId })
    .select('first_sequence', 'size');
  expect(sync!.size).toBe(20_002);
  // The last edit may have begun before the commit and published after it.
  expect([edits, edits + 1]).toContain(Number(sync!.first_sequence));
});
