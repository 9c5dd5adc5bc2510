import type { SyncRun } from '@flyloft/plugin-inventory-common';

/** A row of `sync_runs`. */
export interface SyncRunRow {
  id: string;
  platform_id: string;
  state: SyncRun['state'];
  trigger: SyncRun['trigger'];
  requested_by: string | null;
  requested_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
  executor: string | null;
  epoch: string;
  heartbeat_at: Date | null;
  cancel_requested_at: Date | null;
  cancel_requested_by: string | null;
  progress: SyncRun['progress'];
  phases: SyncRun['phases'];
  counts: SyncRun['counts'];
  gaps: SyncRun['gaps'];
  problem: SyncRun['problem'];
  hold: StoredHold | null;
  confirmed_by: string | null;
  confirms_run_id: string | null;
  attempt: number;
}

/** What a run would have deleted in one part of the platform. */
export interface HeldScope {
  /** `platform`, `cluster:<external id>`, `host:<external id>`, by kind. */
  key: string;
  /** The same for people: `host pve3`. */
  scope: string;
  wouldDelete: number;
  of: number;
}

/** Why a run is held: the worst scope for people, all of them to confirm. */
export interface StoredHold extends Omit<HeldScope, 'key'> {
  message: string;
  scopes: HeldScope[];
}

const toTime = (value: Date | null) => value?.toISOString() ?? null;

/** Maps a row to what the API answers. */
export function toSyncRun(row: SyncRunRow): SyncRun {
  return {
    id: row.id,
    platformId: row.platform_id,
    state: row.state,
    trigger: row.trigger,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at.toISOString(),
    startedAt: toTime(row.started_at),
    finishedAt: toTime(row.finished_at),
    progress: row.state === 'running' ? row.progress : null,
    phases: row.phases,
    counts: row.counts,
    gaps: row.gaps,
    problem: row.problem,
    hold: row.hold && {
      scope: row.hold.scope,
      wouldDelete: row.hold.wouldDelete,
      of: row.hold.of,
      message: row.hold.message,
    },
    confirmedBy: row.confirmed_by,
  };
}
