import type { ChangedKind, SyncRun } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { ChangeBatch } from '../../changes/ChangeBatch';
import type { StagingTables } from '../staging/StagingStore';

/** What every statement of one run's transaction needs. */
export interface ApplyContext {
  tx: Knex.Transaction;
  tables: StagingTables;
  platformId: string;
  platformTitle: string;
  runId: string;
  /** Who is answerable for deletions: null is the schedule. */
  by: string | null;
  /** When the run began to collect: what it saw is at least that fresh. */
  collectedAt: string;
  /** When the last good run did; null before the first. */
  previouslyCollectedAt: string | null;
  /** The moment of the change, to the microsecond. */
  at: string;
  batch: ChangeBatch;
  /** Kinds of which nothing may be called missing, with the reason. */
  withheld: ReadonlyMap<ChangedKind, string>;
  /** Whether what is not listed is none of this run's business. */
  partial: boolean;
  /** What was left out while it was compared. */
  leftOut: SyncRun['gaps'];
}

/** Named bindings that most statements use. */
export function bindingsOf(context: ApplyContext) {
  return {
    platformId: context.platformId,
    runId: context.runId,
    by: context.by,
    at: context.at,
    collectedAt: context.collectedAt,
    lastSeenAt: context.previouslyCollectedAt ?? context.collectedAt,
    deletedReason: `No longer listed by ${context.platformTitle}`,
  };
}
