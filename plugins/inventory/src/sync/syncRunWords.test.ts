import { aSyncRun } from '../__testUtils__/builders';
import { runMilliseconds, watchWords } from './syncRunWords';

it('does not count the time in which a held sync waits for a person', () => {
  const run = aSyncRun({
    state: 'held',
    startedAt: '2026-11-21T10:00:00.000Z',
    finishedAt: null,
    phases: [
      { name: 'collect', durationMilliseconds: 300 },
      { name: 'compare', durationMilliseconds: 50 },
    ],
  });
  expect(runMilliseconds(run, new Date('2026-11-21T18:00:00.000Z'))).toBe(350);
});

it.each([
  ['watching', null, 'changes are followed'],
  ['connecting', null, 'changes will be followed soon'],
  ['waiting', null, 'changes will be followed soon'],
  ['waiting', 'no answer', 'changes are not followed: no answer'],
] as const)(
  'says of a watch that is %s with %s: %s',
  (state, problem, words) => {
    const since = '2026-11-01T08:00:00.000Z';
    expect(watchWords({ state, since, problem })).toBe(words);
  },
);
