import { isIPv4, isIPv6, SocketAddress } from 'node:net';

/**
 * Takes down what a platform said that can't be kept as a fact. An agent runs
 * in somebody's guest and may answer anything: that must not end a sync.
 */
export type Note = (complaint: string) => void;

type Maybe<T> = T | null | undefined;

/** A whole number within bounds, or null with a note. */
export function wholeNumber(
  value: Maybe<number>,
  what: string,
  bounds: { min: number; max: number },
  note: Note,
): number | null {
  if (value === null || value === undefined) return null;
  const rounded = Math.round(value);
  if (rounded >= bounds.min && rounded <= bounds.max) return rounded;
  note(`${what} is ${value}, which is not possible`);
  return null;
}

/** The bounds of the numbers that the tables hold. */
export const bounds = {
  integer: { min: 0, max: 2 ** 31 - 1 },
  bytes: { min: 0, max: Number.MAX_SAFE_INTEGER },
  vlanTag: { min: 1, max: 4094 },
  prefixLength: { min: 0, max: 128 },
} as const;

const utcForm = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A moment in ISO 8601 in UTC, or null with a note. */
export function moment(
  value: Maybe<string>,
  what: string,
  note: Note,
): string | null {
  if (value === null || value === undefined) return null;
  const time = Date.parse(value);
  if (Number.isFinite(time)) {
    return utcForm.test(value) ? value : new Date(time).toISOString();
  }
  note(`${what} is '${value}', which is no time`);
  return null;
}

const uuidForm = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** A UUID in lower case, or null with a note. */
export function uuid(
  value: Maybe<string>,
  what: string,
  note: Note,
): string | null {
  if (value === null || value === undefined) return null;
  if (uuidForm.test(value)) return value;
  const lower = value.toLowerCase();
  if (uuidForm.test(lower)) return lower;
  note(`${what} is '${value}', which is no UUID`);
  return null;
}

const macForm = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/** A MAC address in lower case with colons, or null with a note. */
export function macAddress(
  value: Maybe<string>,
  what: string,
  note: Note,
): string | null {
  if (value === null || value === undefined) return null;
  if (macForm.test(value)) return value;
  const plain = value.toLowerCase().replaceAll('-', ':');
  if (macForm.test(plain)) return plain;
  note(`${what} is '${value}', which is no MAC address`);
  return null;
}

/**
 * An address as PostgreSQL writes it, so that equal addresses are equal text;
 * null with a note when it is none.
 */
export function address(
  value: string,
  what: string,
  note: Note,
): string | null {
  if (isIPv4(value)) return value;
  if (isIPv6(value) && !value.includes('%')) {
    return new SocketAddress({ address: value, family: 'ipv6' }).address;
  }
  note(`${what} is '${value}', which is no address`);
  return null;
}

/** Addresses that every machine has by itself and that say nothing of it. */
export function isOwnToMachine(canonical: string): boolean {
  return (
    /^(127\.|169\.254\.|0\.0\.0\.0$)/.test(canonical) ||
    /^(fe[89ab][0-9a-f]:|::1?$)/.test(canonical)
  );
}

/** Words of a list in an order that does not depend on the platform's. */
export function wordList(words: readonly string[]): string[] {
  if (words.length < 2) return [...words];
  return [...new Set(words)].sort();
}
