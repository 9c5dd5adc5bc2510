import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const start = 'flyt_';
const form = /^flyt_[A-Za-z0-9_-]{43}$/;
// 48 bits to find the row by; the other 208 stay unknown to who sees a list.
const prefixLength = start.length + 8;

/** A new secret: 256 random bits, recognisable to secret scanners. */
export function newTokenSecret(): string {
  return `${start}${randomBytes(32).toString('base64url')}`;
}

/** The part of a secret that lists may show; null for what is no secret of ours. */
export function tokenPrefix(secret: string): string | null {
  return form.test(secret) ? secret.slice(0, prefixLength) : null;
}

/** What is kept of a secret. */
export function tokenHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Whether a secret is the one that was hashed, in a time that tells nothing. */
export function isTokenSecret(secret: string, hash: Buffer): boolean {
  return timingSafeEqual(tokenHash(secret), hash);
}
