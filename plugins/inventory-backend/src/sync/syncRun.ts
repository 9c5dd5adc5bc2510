import type { LoggerService } from '@backstage/backend-plugin-api';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import type { CollectContext } from '@flyloft/plugin-inventory-node';
import type { Knex } from 'knex';
import { KnownGuestStore } from '../guests/KnownGuestStore';
import { MachinePairStore } from '../machines/MachinePairStore';
import type { OwnerRule } from '../owners/ownerMapping';
import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';
import type { RunLease } from '../syncRuns/SyncRunStore';
import type { StoredHold } from '../syncRuns/syncRunRow';
import { abortable } from './abortable';
import { ApplyStore, type Applied } from './apply/ApplyStore';
import { refreshStatistics } from './apply/refreshStatistics';
import type { DeletionLimits } from './deletionGuard/deletionGuard';
import { CollectorFailure } from './CollectorFailure';
import { PhaseTimer } from './PhaseTimer';
import { Intake } from './staging/Intake';
import { StagingStore } from './staging/StagingStore';

/** One claimed run, and what it may use. */
export interface SyncRunInput {
  lease: RunLease;
  platform: ConfiguredPlatform;
  /** Set when a source pushes: whether it is a part alone. */
  push?: { partial: boolean };
  startedAt: Date;
  /** When the last good run of the platform began. */
  lastCollectedAt: Date | null;
  by: string | null;
  confirmed: StoredHold | null;
  /** What may vanish without anybody asking. */
  limits?: DeletionLimits;
  owners: readonly OwnerRule[];
  signal: AbortSignal;
  logger: LoggerService;
  progress: CollectContext['progress'];
}

/** What a run knows of itself, also when it ends early. */
export interface RunReport {
  timer: PhaseTimer;
  gaps: SyncRun['gaps'];
}

/**
 * Does one sync: collects into staging, compares, writes. Whatever goes wrong
 * before the end leaves the last good picture as it was.
 */
export async function syncRun(
  db: Knex,
  input: SyncRunInput,
  report: RunReport,
): Promise<Applied> {
  const { lease, platform, signal, progress } = input;
  const { timer } = report;
  const staging = new StagingStore(db);
  timer.start('prepare');
  const tables = await staging.create(lease.runId);
  try {
    const known = new KnownGuestStore(db, platform.id);
    const intake = new Intake(
      staging,
      tables,
      known,
      platform.id,
      input.owners,
      timer,
    );
    try {
      await collect(input, known, intake, timer);
    } finally {
      report.gaps = intake.gaps;
    }
    progress({ phase: 'Comparing', done: 0, total: null });
    const applied = await new ApplyStore(db).apply({
      lease,
      platformTitle: platform.title,
      collectedAt: input.startedAt,
      by: input.by,
      tables,
      withheld: intake.withheld,
      gaps: intake.gaps,
      confirmed: input.confirmed,
      limits: input.limits,
      push: input.push,
      timer,
      signal,
    });
    if (applied.state === 'succeeded') {
      await refreshStatistics(db, applied.counts).catch(error =>
        // What was synced is committed and true all the same.
        input.logger.warn(`The statistics were not refreshed: ${error}`),
      );
      await comparePairs(db, input, applied.counts);
    }
    return applied;
  } finally {
    timer.stop();
    await staging.drop(lease.runId);
  }
}

/** Looks whether guests that changed may be those of another platform, too. */
async function comparePairs(
  db: Knex,
  { platform, logger }: SyncRunInput,
  { guest }: SyncRun['counts'],
): Promise<void> {
  if (!guest) return;
  const changed =
    guest.created + guest.changed + guest.deleted + guest.returned;
  if (changed === 0) return;
  try {
    const { bounded } = await new MachinePairStore(db).compare(platform.id);
    if (bounded) {
      logger.warn(
        `So many guests of '${platform.id}' may be those of other platforms that only the strongest pairs are kept`,
      );
    }
  } catch (error) {
    // What was synced is committed and true all the same.
    logger.warn(`Guests were not compared with other platforms': ${error}`);
  }
}

async function collect(
  input: SyncRunInput,
  known: KnownGuestStore,
  intake: Intake,
  timer: PhaseTimer,
): Promise<void> {
  const { platform, signal } = input;
  timer.start('collect');
  const observations = abortable(
    platform.collector.collect({
      signal,
      logger: input.logger,
      lastCollectedAt: input.lastCollectedAt,
      knownGuests: ids => known.knownGuests(ids),
      progress: input.progress,
    }),
    signal,
  );
  for (;;) {
    const step = await nextOf(observations, signal);
    if (step.done) break;
    await intake.add(step.value);
  }
  await intake.finish();
}

/** What the collector itself throws is for people; the rest is ours. */
async function nextOf<T>(observations: AsyncGenerator<T>, signal: AbortSignal) {
  try {
    return await observations.next();
  } catch (error) {
    throw signal.aborted ? error : new CollectorFailure(error);
  }
}
