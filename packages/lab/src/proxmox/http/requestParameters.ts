import { ApiError } from './ApiError.ts';
import { decodePercent } from './requestHead.ts';
import type { RawParameters } from './route.ts';

/**
 * Decodes a query or a form as Proxmox does: `;` separates like `&`, a second
 * raw `=` cuts the value off, repeated keys become a list.
 */
export function decodeForm(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const pair of text.split(/[&;]/)) {
    if (pair === '') continue;
    const [rawKey = '', rawValue = ''] = pair.split('=');
    const key = decodePercent(rawKey.replaceAll('+', ' '));
    const value = decodePercent(rawValue.replaceAll('+', ' '));
    const before = Object.hasOwn(found, key) ? found[key] : undefined;
    if (before === undefined) define(found, key, value);
    else if (Array.isArray(before)) before.push(value);
    else define(found, key, [before, value]);
  }
  return found;
}

/** Reads the body of a PUT or POST: JSON when it says so, else a form. */
export function decodeBody(
  body: Buffer,
  contentType: string | undefined,
): Record<string, unknown> {
  if (body.length === 0) return {};
  const text = body.toString('utf8');
  if (mediaTypeOf(contentType) !== 'application/json') return decodeForm(text);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw ApiError.failed('malformed JSON string');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw ApiError.failed('JSON body is not an object');
  }
  return value as Record<string, unknown>;
}

/** `application/json` of `application/json;charset=UTF-8`. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * Puts the parameters of path, query and body together; the query wins over
 * the body.
 * @throws ApiError 400 when one contradicts the path
 */
export function mergeParameters(
  fromPath: Readonly<Record<string, string>>,
  fromQuery: RawParameters,
  fromBody: RawParameters,
): RawParameters {
  const merged: Record<string, unknown> = { ...fromBody, ...fromQuery };
  // The user interface adds it against caches.
  delete merged._dc;
  for (const [name, value] of Object.entries(fromPath)) {
    if (Object.hasOwn(merged, name) && String(merged[name]) !== value) {
      throw ApiError.badParameters({
        [name]:
          'duplicate parameter (already defined in URI) with conflicting values!',
      });
    }
    define(merged, name, value);
  }
  return merged;
}

/** Splits a list parameter: at NUL characters if there are any, else at `,`, `;` and spaces. */
export function splitList(text: string | undefined): string[] {
  if (text === undefined) return [];
  const parts = text.includes('\0') ? text.split('\0') : text.split(/[,;\s]+/);
  return parts.filter(part => part !== '');
}

/** Sets a key that a client chose, `__proto__` included. */
function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}
