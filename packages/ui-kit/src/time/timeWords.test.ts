import fc from 'fast-check';
import { formatDuration, relativeTime } from './timeWords';
import { fromLocalMinute, toLocalMinute } from './MomentField';

const now = new Date('2026-11-21T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('relativeTime', () => {
  it.each([
    [0, 'just now'],
    [44, 'just now'],
    [50, '1 min ago'],
    [125, '2 min ago'],
    [3600, '1 h ago'],
    [86_400 * 2, '2 d ago'],
    [86_400 * 45, '1 mo ago'],
    [86_400 * 800, '2 y ago'],
    [-7200, 'in 2 h'],
  ])('says %i seconds as %s', (seconds, words) => {
    expect(relativeTime(ago(seconds), now)).toBe(words);
  });

  it('never says 0 of a unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), seconds => {
        expect(relativeTime(ago(seconds), now)).not.toMatch(/\b0 /);
      }),
    );
  });
});

describe('formatDuration', () => {
  it.each([
    [840, '840 ms'],
    [12_400, '12.4 s'],
    [185_000, '3 min 5 s'],
    [7_380_000, '2 h 3 min'],
  ])('says %i ms as %s', (milliseconds, words) => {
    expect(formatDuration(milliseconds)).toBe(words);
  });
});

describe('the moment field', () => {
  it('gives back the minute it was given', () => {
    fc.assert(
      fc.property(
        fc.date({
          min: new Date(0),
          max: new Date('2090-01-01'),
          noInvalidDate: true,
        }),
        date => {
          const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000);
          const iso = minute.toISOString();
          expect(fromLocalMinute(toLocalMinute(iso))).toBe(iso);
        },
      ),
    );
  });

  it.each(['', 'yesterday'])('takes %p as nothing', text => {
    expect(toLocalMinute(text)).toBe('');
    expect(fromLocalMinute(text)).toBe('');
  });
});
