import fc from 'fast-check';
import { partialAddress } from './partialAddress';

const toNumber = (address: string) =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

describe('an address typed in part', () => {
  it('covers exactly the addresses whose text begins with it', () => {
    const octet = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(
        fc.tuple(octet, octet, octet, octet),
        fc.tuple(octet, octet, octet, octet),
        fc.integer({ min: 2, max: 15 }),
        (typedFrom, other, length) => {
          const typed = typedFrom.join('.').slice(0, length);
          const ranges = partialAddress(typed);
          fc.pre(ranges.length > 0);
          const covered = (address: string) =>
            ranges.some(
              range =>
                toNumber(range.from) <= toNumber(address) &&
                toNumber(address) <= toNumber(range.to),
            );
          expect(covered(typedFrom.join('.'))).toBe(true);
          const text = other.join('.');
          expect(covered(text)).toBe(text.startsWith(typed));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it.each(['web', '10', '10.256', '10.2.3.4.5', '', '10..2', '10.2.0.1/24'])(
    'is none in %p',
    text => {
      expect(partialAddress(text)).toEqual([]);
    },
  );

  it('takes an IPv6 address only whole', () => {
    expect(partialAddress('2001:db8::7')).toEqual([
      { from: '2001:db8::7', to: '2001:db8::7' },
    ]);
    expect(partialAddress('2001:db8')).toEqual([]);
  });
});
