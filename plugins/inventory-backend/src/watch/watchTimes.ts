/** How a watch paces itself; tests make it hurry. */
export interface WatchTimes {
  /** How often a watcher says that it is alive, and looks for work. */
  beatMilliseconds: number;
  /** Silence of this length makes a watch another replica's. */
  leaseSeconds: number;
  /** From the first change to the sync, so that what changes together is read together. */
  settleMilliseconds: number;
  /** Two syncs for changes lie at least this far apart. */
  spacingMilliseconds: number;
  /** The pause before the first new try; it doubles with each. */
  pauseMilliseconds: number;
  longestPauseMilliseconds: number;
  /** A watch that held so long was a good one: the next pause is short again. */
  steadyMilliseconds: number;
}

/** What is right for real platforms. */
export const usualWatchTimes: WatchTimes = {
  beatMilliseconds: 10_000,
  leaseSeconds: 40,
  settleMilliseconds: 5_000,
  spacingMilliseconds: 30_000,
  pauseMilliseconds: 1_000,
  longestPauseMilliseconds: 5 * 60_000,
  steadyMilliseconds: 60_000,
};

/**
 * How long to wait after a watch ended, by how many ended in a row. Half of it
 * is chance, so that replicas and platforms don't come back in step.
 */
export function reconnectPause(
  ended: number,
  times: Pick<WatchTimes, 'pauseMilliseconds' | 'longestPauseMilliseconds'>,
  random: number,
): number {
  const doubled = times.pauseMilliseconds * 2 ** Math.min(ended - 1, 30);
  const longest = Math.min(doubled, times.longestPauseMilliseconds);
  return longest * (0.5 + random / 2);
}

/**
 * How far two syncs for changes lie apart at least: a platform that takes long
 * to read is read for a quarter of the time at most.
 */
export function syncSpacing(
  lastSyncMilliseconds: number | null,
  { spacingMilliseconds }: Pick<WatchTimes, 'spacingMilliseconds'>,
): number {
  return Math.max(spacingMilliseconds, 4 * (lastSyncMilliseconds ?? 0));
}
