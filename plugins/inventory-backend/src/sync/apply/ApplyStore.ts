import type { ChangedKind, SyncRun } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { ChangeBatch } from '../../changes/ChangeBatch';
import { query } from '../../database/query';
import {
  figuresColumns,
  supersedeHeld,
  type RunLease,
} from '../../syncRuns/SyncRunStore';
import type { StoredHold } from '../../syncRuns/syncRunRow';
import {
  deletionHold,
  type DeletionLimits,
  type ScopeFigures,
} from '../deletionGuard/deletionGuard';
import type { PhaseTimer } from '../PhaseTimer';
import type { StagingTables } from '../staging/StagingStore';
import { thingTables } from '../staging/things';
import { LeaseLostError } from '../LeaseLostError';
import type { ApplyContext } from './ApplyContext';
import { GuestApplyStore } from './GuestApplyStore';
import { PushedTimeStore } from './PushedTimeStore';
import { ThingApplyStore } from './ThingApplyStore';

/** What is to be compared and written, and on whose behalf. */
export interface ApplyRequest {
  lease: RunLease;
  platformTitle: string;
  /** When the run began to collect. */
  collectedAt: Date;
  by: string | null;
  tables: StagingTables;
  withheld: ReadonlyMap<ChangedKind, string>;
  gaps: SyncRun['gaps'];
  /** What a person confirmed, when this run is a confirmation. */
  confirmed: StoredHold | null;
  /** What may vanish without anybody asking. */
  limits?: DeletionLimits;
  /** Set when a source pushed it: whole, or in part. */
  push?: { partial: boolean };
  timer: PhaseTimer;
  signal: AbortSignal;
}

/** How it ended: written, or held with nothing changed. */
export type Applied =
  | { state: 'succeeded'; counts: SyncRun['counts'] }
  | { state: 'held'; hold: StoredHold };

/** Ends the transaction without effect. */
class HeldBack extends Error {
  constructor(readonly hold: StoredHold) {
    super(hold.message);
  }
}

/** In the order in which they refer to each other. */
const thingKinds = ['cluster', 'host', 'network', 'storage', 'image'] as const;

/** A frozen portal must not keep a platform locked for longer. */
const idleTimeout = '60s';

/**
 * Compares what was staged with what is stored and writes the difference, in
 * one transaction. Until its last statements it holds locks only on the rows
 * that change and on the platform's row, which nobody else writes; the run's
 * own row and the feed's lock come last, so heartbeats, cancels and edits
 * never wait for it.
 */
export class ApplyStore {
  private readonly things = {
    cluster: new ThingApplyStore(thingTables.clusters),
    host: new ThingApplyStore(thingTables.hosts),
    network: new ThingApplyStore(thingTables.networks),
    storage: new ThingApplyStore(thingTables.storages),
    image: new ThingApplyStore(thingTables.images),
  };
  private readonly guests = new GuestApplyStore();
  private readonly pushedTimes = new PushedTimeStore();

  constructor(private readonly db: Knex) {}

  /** @throws LeaseLostError when the run is no longer this process's. */
  async apply(request: ApplyRequest): Promise<Applied> {
    try {
      const counts = await this.db.transaction(tx => this.write(tx, request));
      return { state: 'succeeded', counts };
    } catch (error) {
      if (error instanceof HeldBack) return { state: 'held', hold: error.hold };
      throw error;
    }
  }

  private async write(
    tx: Knex.Transaction,
    request: ApplyRequest,
  ): Promise<SyncRun['counts']> {
    const { timer, signal } = request;
    timer.start('compare');
    const context = await begin(tx, request);
    if (request.push) await this.putInOrder(context);
    const counts: SyncRun['counts'] = {};
    const figures: ScopeFigures[] = [];
    for (const kind of thingKinds) {
      signal.throwIfAborted();
      const things = this.things[kind];
      await things.plan(context);
      figures.push(await things.figures(context));
      counts[kind] = await things.write(context);
      await noteSilence(context, kind);
    }
    await this.guests.plan(context);
    figures.push(...(await this.guests.figures(context)));
    const hold = deletionHold(figures, request.confirmed, request.limits);
    if (hold) throw new HeldBack(hold);

    signal.throwIfAborted();
    timer.start('write');
    counts.guest = await this.guests.write(context);
    for (const kind of thingKinds) await this.things[kind].writeSight(context);
    await this.guests.writeSight(context);
    if (request.push) await this.noteOrder(context);
    signal.throwIfAborted();
    await finish(context, request, counts);
    return counts;
  }

  /** Takes of a push what is not older than what is shown. */
  private async putInOrder(context: ApplyContext): Promise<void> {
    await this.pushedTimes.requireNewer(context);
    if (!context.partial) return;
    context.leftOut.push(...(await this.pushedTimes.dropOlder(context)));
  }

  private async noteOrder(context: ApplyContext): Promise<void> {
    if (context.partial) await this.pushedTimes.note(context);
    else await this.pushedTimes.forget(context);
  }
}

async function begin(
  tx: Knex.Transaction,
  request: ApplyRequest,
): Promise<ApplyContext> {
  const { lease } = request;
  // Most of what a sync touches again is in memory: with the usual price of a
  // random page the planner would read whole tables for one guest in a hundred.
  await query(
    tx,
    `select set_config('idle_in_transaction_session_timeout', '${idleTimeout}', true),
      set_config('work_mem', '128MB', true), set_config('jit', 'off', true),
      set_config('random_page_cost', '1.1', true)`,
  );
  // One final transaction of a platform at a time: an heir waits for a slow
  // predecessor here, which then finds its lease gone and leaves.
  // The API tells moments in milliseconds: finer, the moment of a change as it
  // was told would lie before the change.
  const [platform] = await query<{ collected_at: string | null; at: string }>(
    tx,
    `select collected_at::text,
        date_trunc('milliseconds', clock_timestamp())::text as at
      from platforms where id = :platformId for no key update`,
    { platformId: lease.platformId },
  );
  await requireLease(tx, lease);
  await query(
    tx,
    `create temp table silence on commit drop as select * from ${request.tables.unreachable}`,
  );
  return {
    tx,
    tables: request.tables,
    platformId: lease.platformId,
    platformTitle: request.platformTitle,
    runId: lease.runId,
    by: request.by,
    collectedAt: request.collectedAt.toISOString(),
    previouslyCollectedAt: platform?.collected_at ?? null,
    at: platform!.at,
    batch: new ChangeBatch(tx, lease.runId, platform!.at),
    withheld: request.withheld,
    partial: request.push?.partial ?? false,
    leftOut: [],
  };
}

async function requireLease(tx: Knex, lease: RunLease): Promise<void> {
  const [mine] = await query(tx, `select from sync_runs ${whereLeased}`, {
    ...lease,
  });
  if (!mine) throw new LeaseLostError(lease.runId);
}

const whereLeased = `where id = :runId::bigint and state = 'running'
  and executor = :executor and epoch = :epoch::bigint`;

/** The parts that did not answer, by kind: what they hold is out of sight. */
const silentParts: Partial<Record<ChangedKind, string>> = {
  cluster: `
    create temp table silent_clusters on commit drop as
    select c.id, u.reason from clusters c
    join silence u on u.scope = 'cluster' and u.external_id = c.external_id
    where c.platform_id = :platformId`,
  host: `
    create temp table silent_hosts on commit drop as
    select h.id, h.name, h.cluster_id, coalesce(u.reason, c.reason) as reason
    from hosts h
    left join silence u on u.scope = 'host' and u.external_id = h.external_id
    left join silent_clusters c on c.id = h.cluster_id
    where h.platform_id = :platformId and coalesce(u.reason, c.reason) is not null`,
};

async function noteSilence(
  context: ApplyContext,
  kind: ChangedKind,
): Promise<void> {
  const statement = silentParts[kind];
  if (!statement) return;
  await query(context.tx, statement, { platformId: context.platformId });
}

async function finish(
  context: ApplyContext,
  request: ApplyRequest,
  counts: SyncRun['counts'],
): Promise<void> {
  const { tx } = context;
  const { lease } = request;
  // A part makes the whole no fresher, and settles nothing that is held.
  if (!context.partial) {
    await noteWhole(context);
    await supersedeHeld(tx, lease);
  }
  request.timer.stop();
  // The fence: who lost the lease in the meantime writes nothing at all.
  const updated = await tx('sync_runs')
    .where({
      id: lease.runId,
      state: 'running',
      executor: lease.executor,
      epoch: lease.epoch,
    })
    .update({
      state: 'succeeded',
      finished_at: tx.raw('clock_timestamp()'),
      ...figuresColumns({
        phases: request.timer.phases,
        counts,
        gaps: [...request.gaps, ...context.leftOut],
      }),
    });
  if (updated !== 1) throw new LeaseLostError(lease.runId);
  await context.batch.publish();
}

/** From now on this is the picture, as fresh as it was when it was begun. */
async function noteWhole(context: ApplyContext): Promise<void> {
  const { collectedAt, runId, platformId } = context;
  await query(
    context.tx,
    `update platforms set collected_at = :collectedAt::timestamptz,
      collected_run_id = :runId::bigint where id = :platformId`,
    { collectedAt, runId, platformId },
  );
}
