import { z } from 'zod';
import type { FactTable } from '@flyloft/kit-common';

/**
 * The states of a sync run. `held`: it would delete so much that a person
 * must confirm it first; nothing was changed.
 */
export const syncRunStates = [
  'queued',
  'running',
  'held',
  'succeeded',
  'failed',
  'cancelled',
] as const;
export type SyncRunState = (typeof syncRunStates)[number];

/** Why a run began. `watch`: the platform told of a change. `push`: its source sent what it read. */
export const syncRunTriggers = [
  'schedule',
  'person',
  'confirmation',
  'watch',
  'push',
] as const;

interface Transition {
  from: readonly SyncRunState[];
  to: SyncRunState;
}

/**
 * Every way a run changes state. The store guards its UPDATE with this table
 * and the UI enables its buttons from it; nothing else compares states.
 */
export const syncRunActions = {
  start: { from: ['queued'], to: 'running' },
  succeed: { from: ['running'], to: 'succeeded' },
  fail: { from: ['queued', 'running'], to: 'failed' },
  hold: { from: ['running'], to: 'held' },
  // A confirmed run is done again from the platform's present, not from what was staged.
  confirm: { from: ['held'], to: 'cancelled' },
  cancel: { from: ['queued', 'running', 'held'], to: 'cancelled' },
} as const satisfies Record<string, Transition>;

/** Figures of one kind of thing in one run. */
export const syncCountsSchema = z.object({
  seen: z.number(),
  created: z.number(),
  changed: z.number(),
  deleted: z.number(),
  returned: z.number(),
  unreachable: z.number(),
});
export type SyncCounts = z.infer<typeof syncCountsSchema>;

/** One pass of a collector over a platform, with its figures. */
export const syncRunSchema = z.object({
  id: z.string(),
  platformId: z.string(),
  state: z.enum(syncRunStates),
  trigger: z.enum(syncRunTriggers),
  /** The user or service who asked; null for the schedule. */
  requestedBy: z.string().nullable(),
  requestedAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** What it is doing now, for people: `Reading configurations`, 120 of 400. */
  progress: z
    .object({
      phase: z.string(),
      done: z.number(),
      total: z.number().nullable(),
    })
    .nullable(),
  /** Milliseconds by phase, in the order they ran. */
  phases: z.array(
    z.object({ name: z.string(), durationMilliseconds: z.number() }),
  ),
  /** Figures by kind: guest, host, cluster, network, storage, image. */
  counts: z.record(z.string(), syncCountsSchema),
  /** What could not be seen: silent nodes, missing privileges. */
  gaps: z.array(z.object({ scope: z.string(), reason: z.string() })),
  problem: z.object({ message: z.string(), errorId: z.string() }).nullable(),
  /** Why a person must confirm it: what would be deleted, of how many. */
  hold: z
    .object({
      scope: z.string(),
      wouldDelete: z.number(),
      of: z.number(),
      message: z.string(),
    })
    .nullable(),
  confirmedBy: z.string().nullable(),
});
export type SyncRun = z.infer<typeof syncRunSchema>;

/** Starts a sync of one platform, or of all when none is named. */
export const syncRequestSchema = z.strictObject({
  platformId: z.string().min(1).max(63).optional(),
});
export type SyncRequest = z.infer<typeof syncRequestSchema>;

export const syncRunFacts = {
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  state: {
    label: 'State',
    kind: 'choice',
    sortable: true,
    choices: syncRunStates,
  },
  trigger: {
    label: 'Started by',
    kind: 'choice',
    sortable: true,
    choices: syncRunTriggers,
  },
  requestedAt: { label: 'Requested', kind: 'time', sortable: true },
  startedAt: { label: 'Started', kind: 'time', sortable: true },
  finishedAt: { label: 'Finished', kind: 'time', sortable: true },
} as const satisfies FactTable;
