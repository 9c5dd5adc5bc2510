import { createHash } from 'node:crypto';

/** A key that data keys are wrapped under. */
export interface MasterKey {
  /** Names the key in the table and on pages; tells nothing of it. */
  id: string;
  key: Buffer;
}

const keyBytes = 32;

/** Reads one key in base64; null when it is none. */
export function parseMasterKey(text: string): MasterKey | null {
  // Node skips what is no base64, so the form is checked by itself.
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const key = Buffer.from(text, 'base64');
  return key.length === keyBytes ? { id: keyId(key), key } : null;
}

/** 64 bits of a digest: a name that can't be turned into the key. */
function keyId(key: Buffer): string {
  return createHash('sha256')
    .update('flyloft master key\0')
    .update(key)
    .digest('hex')
    .slice(0, 16);
}

/**
 * Splits what a variable or file holds: a key per line or between commas, the
 * one to seal with first; lines that begin with # are notes.
 */
export function keyTexts(text: string): string[] {
  return text
    .split('\n')
    .filter(line => !line.trim().startsWith('#'))
    .join('\n')
    .split(/[\s,]+/)
    .filter(part => part !== '');
}
