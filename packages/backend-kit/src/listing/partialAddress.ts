import { isIP } from 'node:net';

/** A range of addresses, both ends included. */
export interface AddressRange {
  from: string;
  to: string;
}

const widest = 255;

/**
 * Turns what someone typed of an IPv4 address into the ranges it can become:
 * `10.2.1` may go on to 10.2.1.x, 10.2.10.x to 10.2.19.x and 10.2.100.x to
 * 10.2.199.x. Empty when it is not the beginning of an address; an IPv6
 * address must be whole.
 */
export function partialAddress(typed: string): AddressRange[] {
  if (isIP(typed)) {
    // The last part of a whole IPv4 address can still grow.
    return isIP(typed) === 4 ? growing(typed) : [{ from: typed, to: typed }];
  }
  if (!/^\d{1,3}(\.\d{1,3}){0,3}\.?$/.test(typed) || !typed.includes('.')) {
    return [];
  }
  return growing(typed);
}

function growing(typed: string): AddressRange[] {
  const closed = typed.endsWith('.');
  const parts = (closed ? typed.slice(0, -1) : typed).split('.').map(Number);
  if (parts.some(part => part > widest)) return [];
  if (closed) return [range(parts, parts)];
  const head = parts.slice(0, -1);
  const last = parts.at(-1)!;
  const spans: Array<[number, number]> = [[last, last]];
  // A leading zero ends an octet: 0 does not grow to 01.
  if (last > 0) {
    for (const width of [10, 100]) {
      const low = last * width;
      const high = Math.min(low + width - 1, widest);
      if (low <= widest && low >= width) spans.push([low, high]);
    }
  }
  return spans.map(([low, high]) => range([...head, low], [...head, high]));
}

function range(low: number[], high: number[]): AddressRange {
  const fill = (parts: number[], rest: number) =>
    [...parts, ...Array<number>(4 - parts.length).fill(rest)].join('.');
  return { from: fill(low, 0), to: fill(high, widest) };
}
