import { ConflictError, NotFoundError } from '@backstage/errors';
import { syncRunActions, type SyncRun } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { query } from '../database/query';
import { queueAgain, queueConfirmation } from './QueuedRunStore';
import { toSyncRun, type StoredHold, type SyncRunRow } from './syncRunRow';

/** Who asks for a sync, and why. */
export interface RunRequest {
  platformId: string;
  trigger: 'schedule' | 'person' | 'watch';
  requestedBy: string | null;
}

/** The right to write for a run: valid while the row says the same. */
export interface RunLease {
  runId: string;
  platformId: string;
  executor: string;
  epoch: string;
}

/** What a finished run leaves in its row. */
export interface RunFigures {
  phases: SyncRun['phases'];
  counts: SyncRun['counts'];
  gaps: SyncRun['gaps'];
}

/** What a heartbeat learns. */
export type Beat =
  { lease: 'lost' } | { lease: 'held'; cancelRequestedBy: string | null };

/** How often a platform is tried again after its process died. */
const maxAttempts = 3;

/** The queue of sync runs: every state change of a run but its success. */
export class SyncRunStore {
  constructor(private readonly db: Knex) {}

  /** @throws NotFoundError when there is no such run. */
  async get(id: string): Promise<SyncRun> {
    const row = await this.row(id);
    if (!row) throw noRun(id);
    return toSyncRun(row);
  }

  private async row(id: string): Promise<SyncRunRow | undefined> {
    if (!/^\d{1,18}$/.test(id)) return undefined;
    return this.db<SyncRunRow>('sync_runs').where({ id }).first();
  }

  /**
   * Queues a sync, or answers with the one under way: two clicks, or a click
   * and the schedule, make one run.
   */
  async request(wanted: RunRequest): Promise<SyncRun> {
    for (;;) {
      const [queued] = await query<SyncRunRow>(
        this.db,
        `insert into sync_runs (platform_id, state, trigger, requested_by)
          select :platformId::text, 'queued', :trigger::text, :requestedBy::text
          where not exists (select from sync_runs r
            where r.platform_id = :platformId and r.state = 'running')
          on conflict (platform_id) where state = 'queued' do nothing
          returning *`,
        { ...wanted },
      );
      const row = queued ?? (await this.underWay(wanted.platformId));
      // Neither queued nor under way: the other one ended in between.
      if (row) return toSyncRun(row);
    }
  }

  /**
   * Queues a sync of each platform whose last one was asked for longer ago
   * than its interval. Whichever replica asks first, it is one run.
   */
  async requestDue(
    platforms: ReadonlyArray<{ id: string; intervalSeconds: number }>,
  ): Promise<number> {
    const { rowCount } = await this.db.raw<{ rowCount: number }>(
      `insert into sync_runs (platform_id, state, trigger)
        select w.id, 'queued', 'schedule'
        from unnest(?::text[], ?::integer[]) as w(id, seconds)
        left join lateral (
          select r.requested_at from sync_runs r
          where r.platform_id = w.id order by r.id desc limit 1) last on true
        where (last.requested_at is null
            or last.requested_at <= clock_timestamp() - make_interval(secs => w.seconds))
          and not exists (select from sync_runs r
            where r.platform_id = w.id and r.state in ('queued', 'running'))
        on conflict (platform_id) where state = 'queued' do nothing`,
      [
        platforms.map(platform => platform.id),
        platforms.map(platform => platform.intervalSeconds),
      ] as never,
    );
    return rowCount;
  }

  private underWay(platformId: string): Promise<SyncRunRow | undefined> {
    return this.db<SyncRunRow>('sync_runs')
      .where({ platform_id: platformId })
      .whereIn('state', ['queued', 'running'])
      .orderBy('id')
      .first();
  }

  /** Takes the oldest queued run of a platform that nobody syncs now. */
  async claim(
    executor: string,
    platformIds: string[],
  ): Promise<{ lease: RunLease; row: SyncRunRow } | null> {
    try {
      const { rows } = await this.db.raw<{ rows: SyncRunRow[] }>(
        `update sync_runs set state = 'running', executor = ?, epoch = epoch + 1,
            started_at = clock_timestamp(), heartbeat_at = clock_timestamp()
          where state = 'queued' and id = (
            select q.id from sync_runs q
            where q.state = 'queued' and q.platform_id = any(?)
              and not exists (select from sync_runs r
                where r.platform_id = q.platform_id and r.state = 'running')
            order by q.id limit 1 for update skip locked)
          returning *`,
        [executor, platformIds],
      );
      const row = rows[0];
      return row ? { row, lease: leaseOf(row, executor) } : null;
    } catch (error) {
      // Another replica took a run of the same platform in the same moment.
      if (isUniqueViolation(error)) return null;
      throw error;
    }
  }

  /**
   * Begins a run in this process without the queue, for what comes by itself.
   * A whole picture takes up a confirmation that waits for it.
   *
   * @throws ConflictError when the platform is being synced.
   */
  async begin(wanted: {
    platformId: string;
    requestedBy: string;
    executor: string;
    takesConfirmation: boolean;
  }): Promise<{ lease: RunLease; row: SyncRunRow }> {
    try {
      const [row] = await query<SyncRunRow>(this.db, beginSql, { ...wanted });
      return { row: row!, lease: leaseOf(row!, wanted.executor) };
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      const running = await this.underWay(wanted.platformId);
      throw new ConflictError(
        `'${wanted.platformId}' is being synced already (run ${running?.id ?? 'just ended'}); push again when it is done`,
      );
    }
  }

  /** What a person confirmed, when the run is a confirmation. */
  async confirmedHold(row: SyncRunRow): Promise<StoredHold | null> {
    if (row.confirms_run_id === null) return null;
    return (await this.row(row.confirms_run_id))?.hold ?? null;
  }

  /** Says that the run is alive, and learns whether it still should be. */
  async beat(lease: RunLease, progress: SyncRun['progress']): Promise<Beat> {
    const [row] = await this.leased(this.db, lease)
      .update({
        heartbeat_at: this.db.raw('clock_timestamp()'),
        ...(progress && { progress: JSON.stringify(progress) }),
      })
      .returning(['cancel_requested_at', 'cancel_requested_by']);
    if (!row) return { lease: 'lost' };
    return {
      lease: 'held',
      cancelRequestedBy:
        row.cancel_requested_at && (row.cancel_requested_by ?? 'someone'),
    };
  }

  /** The row of a lease while it is valid: the guard of every write for it. */
  private leased(db: Knex, lease: RunLease) {
    return db('sync_runs').where({
      id: lease.runId,
      state: 'running',
      executor: lease.executor,
      epoch: lease.epoch,
    });
  }

  /** Ends a run without success. Answers false when the lease was lost. */
  async end(
    lease: RunLease,
    outcome: {
      state: 'failed' | 'cancelled';
      problem: NonNullable<SyncRun['problem']>;
    } & RunFigures,
  ): Promise<boolean> {
    const ended = await this.leased(this.db, lease).update({
      state: outcome.state,
      finished_at: this.db.raw('clock_timestamp()'),
      problem: JSON.stringify(outcome.problem),
      ...figuresColumns(outcome),
    });
    return ended === 1;
  }

  /**
   * Holds a run until a person confirms it. An older held run of the platform
   * gives way: its figures are no longer what would be done.
   */
  async hold(
    lease: RunLease,
    outcome: { hold: StoredHold } & RunFigures,
  ): Promise<boolean> {
    return this.db.transaction(async tx => {
      const mine = await this.leased(tx, lease).forUpdate().first('id');
      if (!mine) return false;
      await supersedeHeld(tx, lease);
      await this.leased(tx, lease).update({
        state: syncRunActions.hold.to,
        hold: JSON.stringify(outcome.hold),
        ...figuresColumns(outcome),
      });
      return true;
    });
  }

  /**
   * Ends runs whose process went silent, and queues the platform again, up to
   * three times in a row. Their lease is void from then on.
   */
  async reap(leaseSeconds: number): Promise<SyncRun[]> {
    return this.db.transaction(async tx => {
      const { rows } = await tx.raw<{ rows: SyncRunRow[] }>(
        `update sync_runs set finished_at = clock_timestamp(),
            state = case when cancel_requested_at is null then 'failed' else 'cancelled' end,
            problem = jsonb_build_object(
              'message', 'The portal process that did it stopped answering',
              'errorId', 'run-' || id)
          where id in (select id from sync_runs where state = 'running'
              and heartbeat_at < clock_timestamp() - make_interval(secs => ?)
            -- A weaker lock than "for update", which would skip a run whose
            -- final transaction stands still: that refers to the row.
            for no key update skip locked)
          returning *`,
        [leaseSeconds],
      );
      const again = rows.filter(
        row =>
          row.state === 'failed' &&
          row.attempt < maxAttempts &&
          // Its body is lost: only its source can push again.
          row.trigger !== 'push',
      );
      for (const row of again) await queueAgain(tx, row);
      return rows.map(toSyncRun);
    });
  }

  /**
   * Cancels a run: at once while it waits, soon when it runs (its process
   * looks at every heartbeat).
   *
   * @throws NotFoundError or ConflictError when there is nothing to cancel.
   */
  async cancel(id: string, by: string): Promise<SyncRun> {
    const row = await this.row(id);
    if (!row) throw noRun(id);
    const [cancelled] = await query<SyncRunRow>(
      this.db,
      `update sync_runs set
          cancel_requested_at = coalesce(cancel_requested_at, clock_timestamp()),
          cancel_requested_by = coalesce(cancel_requested_by, :by::text),
          state = case when state = 'running' then state else 'cancelled' end,
          finished_at = case when state = 'running' then null else clock_timestamp() end,
          problem = case when state = 'running' then problem else :problem::jsonb end
        where id = :id::bigint and state = any(:from::text[]) returning *`,
      {
        id,
        by,
        from: [...syncRunActions.cancel.from],
        problem: JSON.stringify({
          message: `Cancelled by ${by}`,
          errorId: `run-${id}`,
        }),
      },
    );
    if (cancelled) return toSyncRun(cancelled);
    throw await this.refusal(id, 'cancelled', syncRunActions.cancel.from);
  }

  /**
   * Confirms a held run: a new one is queued that collects anew and may delete
   * what was held.
   *
   * @throws NotFoundError or ConflictError when it is not held.
   */
  async confirm(id: string, by: string): Promise<SyncRun> {
    if (!(await this.row(id))) throw noRun(id);
    const confirmation = await this.db.transaction(async tx => {
      const [held] = await tx<SyncRunRow>('sync_runs')
        .where({ id })
        .whereIn('state', [...syncRunActions.confirm.from])
        .update({
          state: syncRunActions.confirm.to,
          finished_at: tx.raw('clock_timestamp()'),
          confirmed_by: by,
        })
        .returning('*');
      return held && queueConfirmation(tx, held, by);
    });
    if (confirmation) return toSyncRun(confirmation);
    throw await this.refusal(id, 'confirmed', syncRunActions.confirm.from);
  }

  private async refusal(
    id: string,
    verb: string,
    from: readonly string[],
  ): Promise<Error> {
    const row = await this.row(id);
    return row
      ? new ConflictError(
          `Sync run ${id} is ${row.state}; only one that is ${from.join(' or ')} can be ${verb}`,
        )
      : noRun(id);
  }
}

const beginSql = `
  with taken as (
    update sync_runs set state = 'running', executor = :executor::text,
      epoch = epoch + 1, started_at = clock_timestamp(),
      heartbeat_at = clock_timestamp()
    where platform_id = :platformId::text and state = 'queued'
      and :takesConfirmation::boolean
    returning *
  ), made as (
    insert into sync_runs (platform_id, state, trigger, requested_by, executor,
      epoch, started_at, heartbeat_at)
    select :platformId::text, 'running', 'push', :requestedBy::text,
      :executor::text, 1, clock_timestamp(), clock_timestamp()
    where not exists (select from taken)
    returning *
  )
  select * from taken union all select * from made`;

const noRun = (id: string) => new NotFoundError(`There is no sync run '${id}'`);

const leaseOf = (row: SyncRunRow, executor: string): RunLease => ({
  runId: row.id,
  platformId: row.platform_id,
  executor,
  epoch: row.epoch,
});

/** The columns of a run's figures, for every way a run ends. */
export function figuresColumns(figures: RunFigures) {
  return {
    phases: JSON.stringify(figures.phases),
    counts: JSON.stringify(figures.counts),
    gaps: JSON.stringify(figures.gaps),
    progress: null,
  };
}

function isUniqueViolation(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === '23505'
  );
}

/** Lets a held run of the platform give way to the run of the lease. */
export async function supersedeHeld(tx: Knex, lease: RunLease): Promise<void> {
  await tx('sync_runs')
    .where({ platform_id: lease.platformId, state: 'held' })
    .update({
      state: syncRunActions.cancel.to,
      finished_at: tx.raw('clock_timestamp()'),
      problem: JSON.stringify({
        message: `Superseded by sync run ${lease.runId}`,
        errorId: `run-${lease.runId}`,
      }),
    });
}
