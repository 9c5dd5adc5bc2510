import type { Guest } from '@flyloft/plugin-inventory-common';
import {
  isLocalOnly,
  parseAddress,
  toNumber,
} from '@flyloft/plugin-inventory-node';
import type { NicAddressRecord } from './records';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A UUID in lower case; null for anything else. */
export function uuidOf(text: string | undefined): string | null {
  const plain = text?.trim().toLocaleLowerCase('en-US') ?? '';
  return uuid.test(plain) ? plain : null;
}

/** A moment as ISO 8601 in UTC; null for what no clock shows. */
export function timeOf(text: string | undefined): string | null {
  const milliseconds = Date.parse(text ?? '');
  return Number.isNaN(milliseconds)
    ? null
    : new Date(milliseconds).toISOString();
}

/** A moment from microseconds since 1970. */
export function timeOfMicroseconds(value: unknown): string | null {
  const microseconds = toNumber(value);
  return microseconds !== undefined &&
    microseconds > 0 &&
    microseconds < 253_402_300_800_000_000
    ? new Date(Math.round(microseconds / 1000)).toISOString()
    : null;
}

/** Text that says something, without spaces around it. */
export function textOf(text: string | null | undefined): string | null {
  const plain = text?.trim() ?? '';
  return plain === '' ? null : plain;
}

const fullLengths = new Set(['4/32', '6/128']);

/**
 * Addresses of a NIC. Prism Central gives 32 as the prefix length of one
 * whose prefix it doesn't know: that is taken for "not told".
 */
export function addressesOf(
  told: ReadonlyArray<{ value?: string; prefixLength?: number }>,
  source: NicAddressRecord['source'],
): NicAddressRecord[] {
  return told.flatMap(({ value, prefixLength }) => {
    const parsed = parseAddress(value ?? '');
    if (!parsed || isLocalOnly(parsed.address)) return [];
    const family = parsed.address.includes(':') ? '6' : '4';
    const most = family === '6' ? 128 : 32;
    const known =
      prefixLength !== undefined &&
      Number.isInteger(prefixLength) &&
      prefixLength > 0 &&
      prefixLength <= most &&
      !fullLengths.has(`${family}/${prefixLength}`);
    return [
      {
        address: parsed.address,
        prefixLength: known ? prefixLength : parsed.prefixLength,
        source,
      },
    ];
  });
}

/** Seen and configured: an address that is both was seen. */
export function withoutDoubles(
  addresses: NicAddressRecord[],
): NicAddressRecord[] {
  const seen = new Set<string>();
  return addresses.filter(({ address }) => {
    if (seen.has(address)) return false;
    seen.add(address);
    return true;
  });
}

/** `linux:64:Ubuntu 22.04`, as guest tools put it, without what leads. */
export function osNameOf(text: string | undefined): string | null {
  return textOf(text?.replace(/^[a-z]+:\d*:/i, ''));
}

const families: Array<[RegExp, NonNullable<Guest['osFamily']>]> = [
  [/windows/i, 'windows'],
  [/bsd/i, 'bsd'],
  [/solaris|sunos|illumos/i, 'solaris'],
  [
    /linux|ubuntu|debian|red ?hat|rhel|cent ?os|rocky|alma|suse|fedora|oracle|amazon|photon|arch|nutanix/i,
    'linux',
  ],
];

/** The family that a system's name belongs to; null when there is no name. */
export function osFamilyOf(name: string | null): Guest['osFamily'] {
  if (name === null) return null;
  return families.find(([words]) => words.test(name))?.[1] ?? 'other';
}

/** Nutanix' own models begin so; of others the API tells no vendor. */
export function vendorOf(model: string | null): string | null {
  return model !== null && /^(?:UseLayout\s+)?NX-/i.test(model)
    ? 'Nutanix'
    : null;
}

/** Ids of VLANs as one text: `10,20,30`. */
export function trunksOf(tags: number[] | undefined): string | null {
  return tags && tags.length > 0 ? tags.join(',') : null;
}
