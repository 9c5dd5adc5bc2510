import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import type { Knex } from 'knex';
import type { OwnerRule } from '../owners/ownerMapping';
import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';
import type { PlatformSource } from '../platforms/PlatformSource';
import type { PlatformStore } from '../platforms/PlatformStore';
import { isPushed } from '../push/pushPlatform';
import type { RunLease, SyncRunStore } from '../syncRuns/SyncRunStore';
import type { SyncRunRow } from '../syncRuns/syncRunRow';
import type { DeletionLimits } from './deletionGuard/deletionGuard';
import { CollectorFailure } from './CollectorFailure';
import { Lease, RunCancelled, type LeaseTimes } from './Lease';
import { LeaseLostError } from './LeaseLostError';
import { PhaseTimer } from './PhaseTimer';
import { StagingStore } from './staging/StagingStore';
import { syncRun, type RunReport } from './syncRun';

/** How an executor works; tests make it hurry. */
export interface ExecutorTimes extends LeaseTimes {
  /** How often it looks for queued runs and for dead ones. */
  pollMilliseconds: number;
}

const usualTimes: ExecutorTimes = {
  pollMilliseconds: 2_000,
  beatMilliseconds: 5_000,
  progressMilliseconds: 1_000,
  leaseSeconds: 30,
};

/** So many platforms are synced by one process at the same time. */
const mostAtOnce = 4;

/** What an executor works with. */
export interface ExecutorOptions {
  db: Knex;
  runs: SyncRunStore;
  platforms: PlatformStore;
  /** The platforms that this process may sync at the moment. */
  source: PlatformSource;
  /** What may vanish without anybody asking; the usual when absent. */
  limits?: () => Promise<DeletionLimits>;
  /** Called before the queue is looked at: takes up and asks for what is due. */
  prepare?: () => Promise<void>;
  owners: readonly OwnerRule[];
  logger: LoggerService;
  /** Names this process among its replicas. */
  executor: string;
  times?: Partial<ExecutorTimes>;
}

/** What a source pushes, as the engine takes it in. */
export interface Push {
  platformId: string;
  /** Who pushes: the token's name. */
  by: string;
  body: PlatformCollector;
  partial: boolean;
  collectedAt: Date;
}

/** The portal is going down. */
class PortalStopped extends Error {
  constructor() {
    super('The portal was stopped');
  }
}

/** The platform was disabled or removed before its run began. */
class NoLongerConfigured extends Error {
  constructor(id: string) {
    super(`The platform '${id}' is disabled or no longer configured`);
  }
}

/**
 * Works off the queue of sync runs in this process: takes what is queued, a
 * run per platform, keeps its lease alive, and ends the runs of replicas that
 * died. Any replica may take any run.
 */
export class SyncExecutor {
  private readonly times: ExecutorTimes;
  private readonly staging: StagingStore;
  private readonly working = new Map<
    string,
    { lease: Lease; done: Promise<void> }
  >();
  private pushes = 0;
  private loop: Promise<void> | null = null;
  private stopped = false;
  private wake: () => void = () => {};

  constructor(private readonly options: ExecutorOptions) {
    this.times = { ...usualTimes, ...options.times };
    this.staging = new StagingStore(options.db);
  }

  /** Begins to work. */
  start(): void {
    this.loop ??= this.work();
  }

  /** Looks at the queue now, not at the next poll. */
  nudge(): void {
    this.wake();
  }

  /** Ends a run of this process at once, when it is one. */
  cancel(runId: string, by: string): void {
    this.working.get(runId)?.lease.abort(new RunCancelled(by));
  }

  /** Ends the runs under way as failed, with nothing else changed. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.loop;
    const working = [...this.working.values()];
    for (const { lease } of working) lease.abort(new PortalStopped());
    await Promise.all(working.map(({ done }) => done));
  }

  private async work(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.reap();
        await this.options.prepare?.();
        while (await this.takeNext());
      } catch (error) {
        this.options.logger.error(
          `The queue of syncs could not be read; trying again: ${error}`,
        );
      }
      await this.pause();
    }
  }

  private async pause(): Promise<void> {
    if (this.stopped) return;
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, this.times.pollMilliseconds);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async reap(): Promise<void> {
    const dead = await this.options.runs.reap(this.times.leaseSeconds);
    for (const run of dead) {
      this.options.logger.warn(
        `Sync run ${run.id} of '${run.platformId}' was given up: its process stopped answering`,
      );
    }
    await this.staging.dropAbandoned();
  }

  /** Takes a queued run, if there is one that this process may do, and begins it. */
  async takeNext(): Promise<{ runId: string; done: Promise<void> } | null> {
    if (this.stopped || this.working.size >= mostAtOnce) return null;
    const claimed = await this.options.runs.claim(
      this.options.executor,
      this.options.source
        .all()
        // What is queued of these waits for their source.
        .filter(platform => !isPushed(platform))
        .map(platform => platform.id),
    );
    if (!claimed) return null;
    const done = this.begin(claimed).then(() => {});
    return { runId: claimed.row.id, done };
  }

  /**
   * Begins a run of a push at once, in the process that has its body. Answers
   * why it ended early; null when it was applied or is held.
   *
   * @throws ServiceUnavailableError when this process is busy or going down,
   *   ConflictError when the platform is being synced.
   */
  async push(wanted: Push): Promise<{ runId: string; ended: unknown }> {
    if (this.stopped || this.pushes >= mostAtOnce) {
      throw new ServiceUnavailableError(
        'Too many pushes are under way; try again in a minute',
      );
    }
    this.pushes += 1;
    try {
      const begun = await this.options.runs.begin({
        platformId: wanted.platformId,
        requestedBy: wanted.by,
        executor: this.options.executor,
        takesConfirmation: !wanted.partial,
      });
      return { runId: begun.row.id, ended: await this.begin(begun, wanted) };
    } finally {
      this.pushes -= 1;
    }
  }

  private begin(
    claimed: { lease: RunLease; row: SyncRunRow },
    push?: Push,
  ): Promise<unknown> {
    const { id } = claimed.row;
    const lease = new Lease(
      claimed.lease,
      this.options.runs,
      this.times,
      this.options.logger,
    );
    const ended = this.perform(claimed.row, lease, push).finally(() => {
      this.working.delete(id);
      // A run may wait behind this one.
      this.wake();
    });
    this.working.set(id, { lease, done: ended.then(() => {}) });
    return ended;
  }

  /**
   * Does one run and writes how it ended. Never rejects: answers why it ended
   * early, or null.
   */
  private async perform(
    row: SyncRunRow,
    lease: Lease,
    push?: Push,
  ): Promise<unknown> {
    const logger = this.options.logger.child({
      platform: row.platform_id,
      run: row.id,
    });
    const report: RunReport = { timer: new PhaseTimer(), gaps: [] };
    try {
      // The run is claimed, so an edit from here on ends it: what is acquired
      // now is what the platform is.
      const held = await this.options.source.acquire(row.platform_id);
      if (!held) throw new NoLongerConfigured(row.platform_id);
      try {
        await this.sync(row, held.platform, lease, report, logger, push);
        return null;
      } finally {
        held.release();
      }
    } catch (error) {
      await this.endUnfinished(lease, error, report, logger);
      return lease.signal.aborted ? lease.signal.reason : error;
    } finally {
      await lease.end();
    }
  }

  private async sync(
    row: SyncRunRow,
    platform: ConfiguredPlatform,
    lease: Lease,
    report: RunReport,
    logger: LoggerService,
    push?: Push,
  ): Promise<void> {
    const timeout = setTimeout(
      () => lease.abort(tookTooLong(platform)),
      platform.timeoutSeconds * 1000,
    );
    try {
      const applied = await syncRun(
        this.options.db,
        {
          lease: lease.run,
          platform: push ? { ...platform, collector: push.body } : platform,
          push: push && { partial: push.partial },
          startedAt: push?.collectedAt ?? row.started_at!,
          lastCollectedAt: await this.options.platforms.collectedAt(
            platform.id,
          ),
          by: row.confirmed_by ?? row.requested_by,
          confirmed: await this.options.runs.confirmedHold(row),
          limits: await this.options.limits?.(),
          owners: this.options.owners,
          signal: lease.signal,
          logger,
          progress: step => lease.report(step),
        },
        report,
      );
      if (applied.state === 'held') {
        logger.warn(`The sync is held: ${applied.hold.message}`);
        await this.options.runs.hold(lease.run, {
          hold: applied.hold,
          ...figuresOf(report),
        });
      }
    } finally {
      clearTimeout(timeout);
    }
  }

  private async endUnfinished(
    lease: Lease,
    error: unknown,
    report: RunReport,
    logger: LoggerService,
  ): Promise<void> {
    const reason = lease.signal.aborted ? lease.signal.reason : error;
    if (reason instanceof LeaseLostError) {
      logger.warn(`${reason.message}; nothing was written`);
      return;
    }
    const errorId = randomBytes(4).toString('hex');
    const cancelled =
      reason instanceof RunCancelled || reason instanceof NoLongerConfigured;
    const message = messageFor(reason);
    if (cancelled) logger.info(message);
    else
      logger.error(`The sync failed (${errorId}): ${reason?.stack ?? reason}`);
    try {
      await this.options.runs.end(lease.run, {
        state: cancelled ? 'cancelled' : 'failed',
        problem: { message, errorId },
        ...figuresOf(report),
      });
    } catch (ending) {
      // The reaper will end it when the lease runs out.
      logger.error(`The end of the sync could not be written: ${ending}`);
    }
  }
}

function figuresOf(report: RunReport) {
  return { phases: report.timer.phases, counts: {}, gaps: report.gaps };
}

const longestMessage = 500;

/** What people may read: words of ours or of the collector, no internals. */
function messageFor(reason: unknown): string {
  const speaks =
    reason instanceof CollectorFailure ||
    reason instanceof RunCancelled ||
    reason instanceof NoLongerConfigured ||
    reason instanceof PortalStopped ||
    reason instanceof TookTooLong ||
    (reason instanceof Error && reason.name === 'InputError');
  return speaks
    ? (reason as Error).message.slice(0, longestMessage)
    : 'The sync failed in a way that nobody foresaw; the log has the details under this id';
}

class TookTooLong extends Error {}

function tookTooLong({ title, timeoutSeconds }: ConfiguredPlatform): Error {
  return new TookTooLong(
    `${title} was not read within ${Math.round(timeoutSeconds / 60)} minutes; a longer schedule.timeout would let it go on`,
  );
}
