import type { Knex } from 'knex';
import { query } from '../database/query';

/** How many rows one transaction deletes, and so how long its locks are held. */
const changesAtOnce = 50_000;
const versionsAtOnce = 20_000;
const runsAtOnce = 5_000;

/** How much of the history went. */
export interface PurgedHistory {
  batches: number;
  versions: number;
  runs: number;
}

/**
 * Deletes the history from before a moment: whole batches of changes, versions
 * of guests that had ended by then, and the runs that nothing names any more.
 * The version of each guest that was valid at the moment stays, so what is left
 * still replays to the present.
 */
export class HistoryPurgeStore {
  constructor(private readonly db: Knex) {}

  /** Whether any change or version is from before a moment. */
  async isAnyDue(before: Date): Promise<boolean> {
    const [due] = await query(
      this.db,
      `select from change_batches where at < :before
          and first_sequence < (${firstKept})
        union all
        (select from guest_versions
          where valid_to < 'infinity' and valid_to < :before limit 1)
        limit 1`,
      { before },
    );
    return due !== undefined;
  }

  /** Says first that history begins at the moment, then lets go of the rest. */
  async purge(before: Date): Promise<PurgedHistory> {
    const last = await this.begin(before);
    return {
      batches: await this.inSteps(tx => purgeBatches(tx, last)),
      versions: await this.inSteps(async tx => {
        const count = await purgeVersions(tx, before);
        return { count, more: count === versionsAtOnce };
      }),
      runs: await this.purgeRuns(before),
    };
  }

  /** Deletes finished runs from before a moment that nothing names any more. */
  async purgeRuns(before: Date): Promise<number> {
    return this.inSteps(async tx => {
      const gone = await query(tx, oldRuns, { before, most: runsAtOnce });
      return { count: gone.length, more: gone.length === runsAtOnce };
    });
  }

  private async begin(before: Date): Promise<string> {
    const [row] = await query<{ last_sequence: string }>(
      this.db,
      `update history_beginning b set
          at = greatest(b.at, :before::timestamptz),
          last_sequence = greatest(b.last_sequence, (
            select coalesce(max(first_sequence + size - 1), 0)
            from change_batches where first_sequence < (${firstKept})))
        returning last_sequence`,
      { before },
    );
    await query(this.db, `delete from change_tallies where slot < :before`, {
      before,
    });
    return row!.last_sequence;
  }

  private async inSteps(
    step: (tx: Knex.Transaction) => Promise<{ count: number; more: boolean }>,
  ): Promise<number> {
    let sum = 0;
    for (;;) {
      const { count, more } = await this.db.transaction(step);
      sum += count;
      if (!more) return sum;
    }
  }
}

/*
 * The first place in the feed that stays. Times of two platforms' syncs may
 * stand a little out of the feed's order: what lies behind a batch that stays
 * stays, too, so that the feed has a beginning and no holes.
 */
const firstKept = `select coalesce(
    (select min(first_sequence) from change_batches where at >= :before),
    (select last_sequence + 1 from feed_clock))`;

async function purgeBatches(tx: Knex.Transaction, last: string) {
  const due = await query<{ id: string }>(
    tx,
    `select id from (
        select id, sum(size) over (order by first_sequence) - size as before
        from (select id, size, first_sequence from change_batches
          where first_sequence <= :last::bigint
          order by first_sequence limit 2000) b) b
      where before < :most`,
    { last, most: changesAtOnce },
  );
  if (due.length === 0) return { count: 0, more: false };
  const ids = due.map(({ id }) => id);
  // Its undo would need what goes here.
  await query(
    tx,
    `delete from bulk_edits where batch_id = any(:ids::bigint[])
      or undo_batch_id = any(:ids::bigint[])`,
    { ids },
  );
  await query(tx, `delete from change_batches where id = any(:ids::bigint[])`, {
    ids,
  });
  return { count: ids.length, more: true };
}

async function purgeVersions(tx: Knex.Transaction, before: Date) {
  const gone = await query(
    tx,
    `delete from guest_versions where ctid = any(array(
        select ctid from guest_versions
        where valid_to < 'infinity' and valid_to < :before
        order by valid_to limit :most for update))
      returning 1`,
    { before, most: versionsAtOnce },
  );
  return gone.length;
}

/*
 * A run stays while something says that it came, went or is as of that run, and
 * the last one of each platform stays in any case.
 */
const oldRuns = `
  delete from sync_runs where id in (
    select r.id from sync_runs r
    where r.finished_at < :before
      and r.state in ('succeeded', 'failed', 'cancelled')
      and exists (select from sync_runs n
        where n.platform_id = r.platform_id and n.id > r.id)
      and not exists (select from sync_runs c where c.confirms_run_id = r.id)
      and not exists (select from change_batches b where b.run_id = r.id)
      and not exists (select from platforms p where p.collected_run_id = r.id)
      ${['guests', 'hosts', 'clusters', 'networks', 'storages', 'images']
        .map(
          table =>
            `and not exists (select from ${table} t where t.deleted_run_id = r.id)`,
        )
        .join('\n      ')}
    order by r.id limit :most for update skip locked)
  returning 1`;
