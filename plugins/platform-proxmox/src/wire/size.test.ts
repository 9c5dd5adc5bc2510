import fc from 'fast-check';
import { parseSizeBytes } from './size';

it.each([
  ['32G', 32 * 1024 ** 3],
  ['4M', 4 * 1024 ** 2],
  ['528K', 528 * 1024],
  ['1.5T', 1.5 * 1024 ** 4],
  ['512', 512],
  ['0', 0],
  ['big', null],
  ['', null],
  [undefined, null],
  ['-3G', null],
])('reads %p as %p bytes', (text, expected) => {
  expect(parseSizeBytes(text)).toBe(expected);
});

it('takes suffixes as binary', () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 1_000_000 }),
      fc.constantFrom(...(['K', 'M', 'G'] as const)),
      (number, unit) => {
        const exponent = { K: 1, M: 2, G: 3 }[unit];
        expect(parseSizeBytes(`${number}${unit}`)).toBe(
          number * 1024 ** exponent,
        );
      },
    ),
  );
});
