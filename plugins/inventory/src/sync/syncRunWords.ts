import type {
  Platform,
  SyncCounts,
  SyncRun,
  SyncRunState,
} from '@flyloft/plugin-inventory-common';
import { formatCount, type StatusTone } from '@flyloft/ui-kit';

/** A run's state as tone and word. */
export const runStates: Record<
  SyncRunState,
  { tone: StatusTone; word: string }
> = {
  queued: { tone: 'changing', word: 'queued' },
  running: { tone: 'changing', word: 'running' },
  held: { tone: 'problem', word: 'held' },
  succeeded: { tone: 'running', word: 'succeeded' },
  failed: { tone: 'problem', word: 'failed' },
  cancelled: { tone: 'stopped', word: 'cancelled' },
};

const triggers: Record<SyncRun['trigger'], string> = {
  schedule: 'the schedule',
  person: 'a person',
  confirmation: 'a confirmation',
  push: 'a push of its source',
  watch: 'a change on the platform',
};

/** How a platform's changes are followed between its syncs. */
export function watchWords(watch: NonNullable<Platform['watch']>): string {
  if (watch.state === 'watching') return 'changes are followed';
  if (watch.problem === null) return 'changes will be followed soon';
  return `changes are not followed: ${watch.problem}`;
}

/** Who or what started a run. */
export function startedBy(
  run: Pick<SyncRun, 'trigger' | 'requestedBy'>,
): string {
  if (!run.requestedBy) return triggers[run.trigger];
  // People by their name; a service keeps the whole reference.
  return run.requestedBy.replace(/^user:default\//, '');
}

/** How long a run took, or has been taking. */
export function runMilliseconds(run: SyncRun, now: Date): number | undefined {
  if (!run.startedAt) return undefined;
  // What is held has no end yet, but takes no time either.
  if (run.state === 'held') {
    return run.phases.reduce(
      (sum, phase) => sum + phase.durationMilliseconds,
      0,
    );
  }
  const end = run.finishedAt ? new Date(run.finishedAt) : now;
  return Math.max(0, end.getTime() - new Date(run.startedAt).getTime());
}

/** What a run is doing: `Reading configurations, 120 of 400`. */
export function progressWords(run: SyncRun): string {
  if (run.state === 'queued') return 'Waiting for its turn';
  if (!run.progress) return 'Starting';
  const { done, total } = run.progress;
  const phase = phaseWords(run.progress.phase);
  const figures =
    total === null
      ? formatCount(done)
      : `${formatCount(done)} of ${formatCount(total)}`;
  return done > 0 || total !== null ? `${phase}, ${figures}` : phase;
}

/** What a run changed of one kind: `3 created, 12 changed`. */
export function countWords(counts: SyncCounts | undefined): string {
  if (!counts) return '–';
  const parts = (
    ['created', 'changed', 'deleted', 'returned', 'unreachable'] as const
  )
    .filter(name => counts[name] > 0)
    .map(name => `${formatCount(counts[name])} ${name}`);
  return parts.length > 0 ? parts.join(', ') : 'no change';
}

const phases: Record<string, string> = {
  prepare: 'Preparing',
  collect: 'Reading the platform',
  stage: 'Copying into staging',
  compare: 'Comparing',
  write: 'Writing',
};

/** A phase's name for people; a new one is shown as it is called. */
export function phaseWords(name: string): string {
  return phases[name] ?? name;
}
