import { aSyncRun } from '../__testUtils__/builders';
import { runMilliseconds } from './syncRunWords';

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
