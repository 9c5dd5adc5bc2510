import fc from 'fast-check';
import { bytesPer, formatBytes, unitFor } from './formatBytes';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [1023, '1,023 B'],
    [1024, '1 KiB'],
    [8 * 2 ** 30, '8 GiB'],
    [1.5 * 2 ** 40, '1.5 TiB'],
    [250 * 2 ** 30, '250 GiB'],
  ])('says %i as %s', (bytes, words) => {
    expect(formatBytes(bytes)).toBe(words);
  });

  it('never says 1024 of a unit that has a larger one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1024, max: 2 ** 50 }), bytes => {
        expect(formatBytes(bytes)).not.toMatch(/^1,?024 (KiB|MiB|GiB|TiB)/);
      }),
    );
  });

  it('says a unit in which the figure is at least one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        bytes => {
          expect(bytes / bytesPer(unitFor(bytes))).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });
});
