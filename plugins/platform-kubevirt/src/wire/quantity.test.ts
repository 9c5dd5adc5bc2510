import fc from 'fast-check';
import { quantity } from './quantity';

it.each([
  ['2Gi', 2 * 2 ** 30],
  ['34087042032', 34_087_042_032],
  ['1.5Gi', 1_610_612_736],
  ['1G', 1e9],
  ['1E', null],
  ['5e3', 5_000],
  ['1.5E3', 1_500],
  ['500m', 1],
  ['2000m', 2],
  ['1500m', 2],
  ['128974848', 128_974_848],
  ['129e6', 129_000_000],
  ['123Mi', 128_974_848],
  ['.5Ki', 512],
  ['1.', 1],
  ['0', 0],
  ['+3', 3],
  [4, 4],
  ['1n', 1],
  ['8Pi', 8 * 2 ** 50 > Number.MAX_SAFE_INTEGER ? null : 8 * 2 ** 50],
  ['', null],
  ['Gi', null],
  ['.', null],
  ['-1', null],
  ['1 Gi', null],
  ['1gi', null],
  ['1KI', null],
  ['1e', null],
  ['many', null],
  [null, null],
  [{}, null],
])('reads %p as %p', (text, units) => {
  expect(quantity(text)).toBe(units);
});

const suffixes: Array<[string, bigint]> = [
  ['', 1n],
  ['k', 10n ** 3n],
  ['M', 10n ** 6n],
  ['G', 10n ** 9n],
  ['T', 10n ** 12n],
  ['Ki', 2n ** 10n],
  ['Mi', 2n ** 20n],
  ['Gi', 2n ** 30n],
  ['Ti', 2n ** 40n],
];

const exactly = (amount: bigint) =>
  amount <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(amount) : null;

it('is exact for every whole amount that a number holds', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 2n ** 53n }),
      fc.constantFrom(...suffixes),
      (amount, [suffix, factor]) => {
        expect(quantity(`${amount}${suffix}`)).toBe(exactly(amount * factor));
      },
    ),
  );
});

it('is exact for decimals, too, and rounds up', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_999 }),
      fc.integer({ min: 0, max: 999 }),
      fc.constantFrom(...suffixes),
      (whole, thousandths, [suffix, factor]) => {
        const exact = (BigInt(whole) * 1000n + BigInt(thousandths)) * factor;
        const text = `${whole}.${String(thousandths).padStart(3, '0')}${suffix}`;
        expect(quantity(text)).toBe(exactly((exact + 999n) / 1000n));
      },
    ),
  );
});

it('says the same of an amount however it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), millions => {
      const ways = ['M', 'e6', '000k', '000000000m', 'E6'];
      expect(ways.map(way => quantity(`${millions}${way}`))).toEqual(
        ways.map(() => millions * 1_000_000),
      );
    }),
  );
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.string()), value => {
      expect(() => quantity(value)).not.toThrow();
    }),
  );
});
