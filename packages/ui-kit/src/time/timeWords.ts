const steps: readonly [unit: string, seconds: number][] = [
  ['y', 365 * 86400],
  ['mo', 30 * 86400],
  ['d', 86400],
  ['h', 3600],
  ['min', 60],
];

/**
 * Says how far a moment is from another, coarsely: `just now`, `2 min ago`,
 * `in 3 h`. Under 45 seconds nobody needs the figure.
 */
export function relativeTime(moment: Date, now: Date): string {
  const seconds = Math.round((now.getTime() - moment.getTime()) / 1000);
  const distance = Math.abs(seconds);
  if (distance < 45) return 'just now';
  const words = `${largestStep(Math.max(distance, 60))}`;
  return seconds > 0 ? `${words} ago` : `in ${words}`;
}

function largestStep(seconds: number): string {
  const [unit, size] = steps.find(([, step]) => seconds >= step) ?? ['min', 60];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** Says how long something took: `840 ms`, `12.4 s`, `3 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  }
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** The same moment exactly, in the viewer's zone: `21 Nov 2026, 14:03:22 CET`. */
export function exactTime(moment: Date, timeZone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(moment);
}

/** Day and minute without a zone, for headings and pickers: `21 Nov 2026, 14:03`. */
export function shortTime(moment: Date): string {
  return new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  }).format(moment);
}

/** Whether a moment has not come yet by this computer's clock. */
export function isFuture(iso: string, now: Date = new Date()): boolean {
  return Date.parse(iso) > now.getTime();
}
