import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { PrismUser } from './PrismCentral.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b));

function basicPair(header: string): [string, string] | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const at = text.indexOf(':');
  return at < 0 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** Whom a request's headers show: by `X-Ntnx-Api-Key`, else by Basic. */
export function userOf(
  headers: IncomingHttpHeaders,
  users: readonly PrismUser[],
): PrismUser | undefined {
  const key = headers['x-ntnx-api-key'];
  if (typeof key === 'string') {
    return users.find(user => same(user.apiKey, key));
  }
  const pair = basicPair(headers.authorization ?? '');
  return (
    pair &&
    users.find(
      user => user.username === pair[0] && same(user.password, pair[1]),
    )
  );
}
