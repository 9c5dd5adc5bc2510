import { z } from 'zod';

/*
 * Proxmox sends the same field as a number, a numeric string, an empty string
 * or null, by version and by endpoint. These readers answer `undefined` for
 * "not told" and never throw: one odd field must not cost a guest its facts.
 */

/** A finite number, also from text such as `"2794.749"`. */
export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Number.isFinite(value) ? value : undefined;
  }
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

const trueWords = new Set(['1', 'yes', 'true', 'on', 'enabled']);
const falseWords = new Set(['', '0', 'no', 'false', 'off', 'disabled']);

/** A truth value from 0/1, words, real booleans, or the empty string. */
export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLocaleLowerCase('en-US');
  if (trueWords.has(word)) return true;
  return falseWords.has(word) ? false : undefined;
}

/** Text that says something; numbers count as their digits. */
export function toText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export const looseNumber = z.unknown().transform(toNumber).optional();
export const looseBoolean = z.unknown().transform(toBoolean).optional();
export const looseText = z.unknown().transform(toText).optional();

/** An integer in a range, or null: what a column with a check can take. */
export function integerWithin(
  value: unknown,
  low: number,
  high: number,
): number | null {
  const number = toNumber(value);
  return number !== undefined &&
    Number.isInteger(number) &&
    number >= low &&
    number <= high
    ? number
    : null;
}
