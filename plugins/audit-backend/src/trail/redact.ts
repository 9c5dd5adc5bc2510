import type { JsonObject, JsonValue } from '@backstage/types';

const removed = '[removed]';
const mostText = 2_000;
const mostItems = 200;
const mostDepth = 8;
const mostBytes = 32_768;

// By the end of the name: `tokenId` and `passwordChangedAt` hold no secret.
const secretName =
  /(password|passwd|passphrase|secret|token|apikey|privatekey|signingkey|credentials?|authorization|cookie|sshkeys?|userdata)$/;

const secretTexts: ReadonlyArray<[RegExp, string]> = [
  // A JSON web token, wherever it stands.
  [/\beyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*/g, removed],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, `$1 ${removed}`],
  [/-----BEGIN [^-]*PRIVATE KEY-----[\s\S]*?(-----END [^-]*-----|$)/g, removed],
  [/(:\/\/[^\s/:@]*:)[^\s/@]+@/g, `$1${removed}@`],
  [/([?&](?:code|state|token|password|secret)=)[^&\s]+/gi, `$1${removed}`],
];

/** Whether a field of this name holds a secret: `clientSecret`, `api_key`. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/[\s_.-]/g, '').toLowerCase());
}

/**
 * Takes out of a text what looks like a secret, and what PostgreSQL can't
 * hold. What a person calls secret without a sign of it stays: this is a net.
 */
export function redactText(text: string): string {
  const clean = text.toWellFormed().replaceAll('\0', '\uFFFD');
  const safe = secretTexts.reduce(
    (current, [pattern, instead]) => current.replace(pattern, instead),
    clean,
  );
  return safe.length > mostText ? `${safe.slice(0, mostText)}…` : safe;
}

/** What of an event's meta may be kept, of bounded size. */
export function redactMeta(meta: JsonObject | undefined): JsonObject | null {
  if (!meta || Object.keys(meta).length === 0) return null;
  const safe = redactValue(meta, 0) as JsonObject;
  const bytes = Buffer.byteLength(JSON.stringify(safe));
  return bytes <= mostBytes
    ? safe
    : { cut: `${bytes} bytes were too much to keep`, names: Object.keys(safe) };
}

function redactValue(value: unknown, depth: number): JsonValue {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'boolean' || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return null;
  if (depth >= mostDepth) return '…';
  if (Array.isArray(value)) {
    const items = value
      .slice(0, mostItems)
      .map(item => redactValue(item, depth + 1));
    return value.length > mostItems
      ? [...items, `… and ${value.length - mostItems} more`]
      : items;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined && typeof part !== 'function')
      .map(([name, part]) => [redactText(name), fieldOf(name, part, depth)]),
  );
}

function fieldOf(name: string, value: unknown, depth: number): JsonValue {
  if (!isSecretName(name)) return redactValue(value, depth + 1);
  // `{ changed: true }` under a secret's name tells no secret.
  const holdsText =
    typeof value === 'string' ||
    typeof value === 'number' ||
    Array.isArray(value);
  return holdsText ? removed : redactValue(value, depth + 1);
}
