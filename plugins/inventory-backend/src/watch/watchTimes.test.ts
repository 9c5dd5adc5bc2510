import { reconnectPause, syncSpacing, usualWatchTimes } from './watchTimes';

const longest = usualWatchTimes.longestPauseMilliseconds;

it.each([
  [1, 0, 500],
  [1, 1, 1_000],
  [2, 1, 2_000],
  [4, 0.5, 6_000],
  [20, 1, longest],
  [20, 0, longest / 2],
  [5_000, 1, longest],
])('pauses after %d ends with chance %d for %d ms', (ended, random, pause) => {
  expect(reconnectPause(ended, usualWatchTimes, random)).toBe(pause);
});

it.each([
  [null, 30_000],
  [2_000, 30_000],
  [60_000, 240_000],
])('leaves %s ms syncs %d ms apart', (last, spacing) => {
  expect(syncSpacing(last, usualWatchTimes)).toBe(spacing);
});
