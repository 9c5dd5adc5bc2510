import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { MasterKey } from '../keys/masterKey';

/*
 * Envelope encryption. Each record has a data key of its own, so a new master
 * key rewraps 32 bytes and touches no value. What is sealed says by its
 * additional data what it is, whose, and which version: bytes moved to another
 * row, or older bytes put into a newer row, don't open.
 */

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Which record something is sealed for. */
export interface SealedFor {
  name: string;
  version: number;
}

/** A value as it lies in the table. */
export interface Sealed {
  sealed: Buffer;
  wrappedKey: Buffer;
  keyId: string;
}

/** Something sealed does not open: another key, another row, or damage. */
export class SealBrokenError extends Error {}

/** Seals a value under a new data key, and that under the master key. */
export function seal(
  value: string,
  whose: SealedFor,
  master: MasterKey,
): Sealed {
  const dataKey = randomBytes(32);
  try {
    return {
      sealed: encrypt(dataKey, Buffer.from(value, 'utf8'), 'value', whose),
      wrappedKey: encrypt(master.key, dataKey, 'key', whose),
      keyId: master.id,
    };
  } finally {
    dataKey.fill(0);
  }
}

/** @throws SealBrokenError */
export function unseal(
  sealed: Omit<Sealed, 'keyId'>,
  whose: SealedFor,
  master: MasterKey,
): string {
  const dataKey = decrypt(master.key, sealed.wrappedKey, 'key', whose);
  try {
    return decrypt(dataKey, sealed.sealed, 'value', whose).toString('utf8');
  } finally {
    dataKey.fill(0);
  }
}

/**
 * Wraps a record's data key under another master key; its value stays.
 *
 * @throws SealBrokenError
 */
export function rewrap(
  wrappedKey: Buffer,
  whose: SealedFor,
  masters: { from: MasterKey; to: MasterKey },
): Buffer {
  const dataKey = decrypt(masters.from.key, wrappedKey, 'key', whose);
  try {
    return encrypt(masters.to.key, dataKey, 'key', whose);
  } finally {
    dataKey.fill(0);
  }
}

type Part = 'value' | 'key';

// JSON, because joined texts would let one name run into the next part.
const additionalData = (part: Part, { name, version }: SealedFor) =>
  Buffer.from(JSON.stringify(['flyloft.secrets', 1, part, name, version]));

function encrypt(
  key: Buffer,
  plain: Buffer,
  part: Part,
  whose: SealedFor,
): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce);
  cipher.setAAD(additionalData(part, whose));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

function decrypt(
  key: Buffer,
  box: Buffer,
  part: Part,
  whose: SealedFor,
): Buffer {
  if (box.length < nonceBytes + tagBytes) {
    throw new SealBrokenError('What is sealed is cut short');
  }
  const decipher = createDecipheriv(
    algorithm,
    key,
    box.subarray(0, nonceBytes),
    { authTagLength: tagBytes },
  );
  decipher.setAAD(additionalData(part, whose));
  decipher.setAuthTag(box.subarray(nonceBytes, nonceBytes + tagBytes));
  const text = box.subarray(nonceBytes + tagBytes);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]);
  } catch {
    throw new SealBrokenError(
      'The seal does not open: another key, another record, or damage',
    );
  }
}
