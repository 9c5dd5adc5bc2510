import { isIPv4, isIPv6 } from 'node:net';

/** An address with the length of its prefix, where that was told. */
export interface AddressWithPrefix {
  address: string;
  prefixLength: number | null;
}

/**
 * Reads `10.0.0.5/24` or `2001:db8::5`; null for words (`dhcp`, `auto`), zones
 * and nonsense. Never a mask the family doesn't have.
 */
export function parseAddress(text: string): AddressWithPrefix | null {
  const [address, prefix, ...rest] = text.trim().split('/');
  const bits = isIPv4(address) ? 32 : 128;
  if (rest.length > 0 || address.includes('%')) return null;
  if (!isIPv4(address) && !isIPv6(address)) return null;
  if (prefix === undefined) return { address, prefixLength: null };
  const length = /^\d{1,3}$/.test(prefix) ? Number(prefix) : NaN;
  if (!(length <= bits)) return null;
  return { address: address.toLocaleLowerCase('en-US'), prefixLength: length };
}

/** Whether an address says nothing about where a guest is: loopback, link-local. */
export function isLocalOnly(address: string): boolean {
  const text = address.toLocaleLowerCase('en-US');
  if (isIPv4(text)) {
    return (
      text.startsWith('127.') ||
      text.startsWith('169.254.') ||
      text === '0.0.0.0'
    );
  }
  return text === '::1' || text === '::' || /^fe[89ab][0-9a-f]:/.test(text);
}

function bytesOf(address: string): number[] {
  if (isIPv4(address)) return address.split('.').map(Number);
  let text = address;
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const [a, b, c, d] = tail[2].split('.').map(Number);
    const hex = (high: number, low: number) => (high * 256 + low).toString(16);
    text = `${tail[1]}${hex(a, b)}:${hex(c, d)}`;
  }
  const [head, rest] = text.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = rest === undefined || rest === '' ? [] : rest.split(':');
  const gap = rest === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(gap).fill('0'), ...right].flatMap(group => {
    const number = Number.parseInt(group, 16);
    return [Math.floor(number / 256), number % 256];
  });
}

/** The network of an address: `10.2.0.17/24` is in `10.2.0.0/24`. */
export function networkOf({
  address,
  prefixLength,
}: AddressWithPrefix): string | null {
  if (prefixLength === null) return null;
  const bytes = bytesOf(address).map((byte, index) => {
    const kept = Math.min(Math.max(prefixLength - index * 8, 0), 8);
    return Math.floor(byte / 2 ** (8 - kept)) * 2 ** (8 - kept);
  });
  if (bytes.length === 4) return `${bytes.join('.')}/${prefixLength}`;
  const groups = [0, 2, 4, 6, 8, 10, 12, 14].map(at =>
    (bytes[at] * 256 + bytes[at + 1]).toString(16),
  );
  return `${shorten(groups.join(':'))}/${prefixLength}`;
}

/** Folds the longest run of zero groups into `::`, as PostgreSQL writes it. */
function shorten(address: string): string {
  const runs = address.match(/(?:^|:)0(?::0)+(?=:|$)/g) ?? [];
  const longest = runs.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (longest === '') return address;
  const at = address.indexOf(longest);
  const head = address.slice(0, at);
  const tail = address.slice(at + longest.length);
  return `${head}::${tail.replace(/^:/, '')}`;
}
