import { toNumber, toText } from '@flyloft/plugin-inventory-node';
import { parsePropertyString } from './propertyString';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The BIOS UUID in `smbios1`, lower case; it may be given as base64. */
export function parseBiosUuid(smbios: unknown): string | null {
  const { properties } = parsePropertyString(toText(smbios) ?? '');
  const told = properties.get('uuid');
  if (!told) return null;
  const plain = told.toLocaleLowerCase('en-US');
  if (uuid.test(plain)) return plain;
  const decoded = Buffer.from(told, 'base64')
    .toString('latin1')
    .toLocaleLowerCase('en-US');
  return uuid.test(decoded) ? decoded : null;
}

/** When the guest was made, from `meta: creation-qemu=9.0,ctime=1700000000`. */
export function parseCreatedAt(meta: unknown): string | null {
  const { properties } = parsePropertyString(toText(meta) ?? '');
  return secondsToTime(properties.get('ctime')) ?? null;
}

/** ISO 8601 of seconds since 1970; null for what no clock shows. */
export function secondsToTime(value: unknown): string | null {
  const seconds = toNumber(value);
  return seconds !== undefined && seconds > 0 && seconds < 253_402_300_800
    ? new Date(Math.round(seconds * 1000)).toISOString()
    : null;
}
