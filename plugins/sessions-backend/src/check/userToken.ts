import { createHash } from 'node:crypto';

/** What of a token concerns sessions. */
export type TokenKind =
  /** No user's: a service's, a script's, or no token at all. */
  | { kind: 'other' }
  | {
      kind: 'user';
      /** What its session knows it by; undefined where it can't have one. */
      digest: string | undefined;
      /** Whether the user's own browser sent it, not a plugin for them. */
      direct: boolean;
    };

const other: TokenKind = { kind: 'other' };

/**
 * Tells a user's token from others, in every form in which Backstage takes
 * one: the full token, the limited one of its cookie, and the limited one
 * inside a plugin's. All three share one signature over the user, which the
 * full token carries as its claim `uip`.
 *
 * Nothing is verified here, and need not be: who forges what this reads is
 * refused by the plugin, and who changes it is no longer known here.
 */
export function readUserToken(token: string, direct = true): TokenKind {
  const parts = token.split('.');
  const header = jsonOf(parts[0]);
  const payload = jsonOf(parts[1]);
  if (!header || !payload) return other;
  const user = (proof: unknown): TokenKind => ({
    kind: 'user',
    digest:
      typeof proof === 'string' && proof !== '' ? digestOf(proof) : undefined,
    direct,
  });
  switch (header.typ) {
    case 'vnd.backstage.user':
      return user(payload.uip);
    case 'vnd.backstage.limited-user':
      return user(parts[2]);
    case 'vnd.backstage.plugin':
      return typeof payload.obo === 'string'
        ? readUserToken(payload.obo, false)
        : other;
    default:
      // Backstage still takes users' tokens without a type.
      return payload.aud === 'backstage' ? user(payload.uip) : other;
  }
}

/** When a token ends, by its own word; undefined when it says nothing. */
export function expiryOf(token: string): Date | undefined {
  const exp = jsonOf(token.split('.')[1])?.exp;
  return typeof exp === 'number' ? new Date(exp * 1000) : undefined;
}

/** What stands in the database instead of a secret. */
export const digestOf = (secret: string) =>
  createHash('sha256').update(secret).digest('hex');

function jsonOf(part: string | undefined): Record<string, unknown> | undefined {
  if (!part) return undefined;
  try {
    const value: unknown = JSON.parse(
      Buffer.from(part, 'base64url').toString(),
    );
    return typeof value === 'object' && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
