import fc from 'fast-check';
import { integerWithin, toBoolean, toNumber, toText } from './coerce';

describe('numbers', () => {
  it.each([
    ['2794.749', 2794.749],
    ['101', 101],
    [7, 7],
    ['', undefined],
    [' ', undefined],
    [null, undefined],
    [undefined, undefined],
    ['12 GB', undefined],
    [NaN, undefined],
    [{}, undefined],
  ])('reads %p as %p', (value, expected) => {
    expect(toNumber(value)).toBe(expected);
  });

  it('reads every finite number also from its own text', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        number => {
          expect(toNumber(String(number))).toBe(
            number === 0 ? Number(String(number)) : number,
          );
        },
      ),
    );
  });
});

it.each([
  [1, true],
  [0, false],
  ['1', true],
  ['0', false],
  ['', false],
  [true, true],
  ['yes', true],
  ['Off', false],
  [null, undefined],
  ['maybe', undefined],
])('reads the truth value %p as %p', (value, expected) => {
  expect(toBoolean(value)).toBe(expected);
});

it('never throws, whatever a platform sends', () => {
  fc.assert(
    fc.property(fc.anything(), value => {
      toNumber(value);
      toBoolean(value);
      toText(value);
      const tag = integerWithin(value, 1, 4094);
      expect(tag === null || (tag >= 1 && tag <= 4094)).toBe(true);
    }),
  );
});
