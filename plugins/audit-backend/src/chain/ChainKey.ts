import {
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

const leastCharacters = 32;
// PKCS #8 of an Ed25519 private key, up to its 32 bytes.
const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** What a signature of the chain says: the chain stood at this row, then. */
export interface SignedPoint {
  kind: 'head' | 'seal' | 'purge';
  sequence: string;
  hash: Buffer;
  count: string;
  madeAt: string;
}

/**
 * Signs points of the chain by Ed25519. The private key is derived from the
 * configured secret; former keys may only verify.
 */
export class ChainKey {
  readonly id: string;
  private readonly trusted: Map<string, KeyObject>;

  /** @throws InputError when a secret is too short or a former key is none. */
  constructor(
    private readonly privateKey: KeyObject,
    former: KeyObject[] = [],
  ) {
    const own = createPublicKey(privateKey);
    this.id = idOf(own);
    this.trusted = new Map([own, ...former].map(key => [idOf(key), key]));
  }

  /** Reads `audit.signingKey` and `audit.formerKeys`. */
  static fromConfig(config: Config): ChainKey {
    const secret = config.getOptionalString('audit.signingKey');
    if (!secret || secret.length < leastCharacters) {
      throw new InputError(
        `audit.signingKey is missing or shorter than ${leastCharacters} characters. It signs the audit trail: ` +
          'set AUDIT_SIGNING_KEY to a long random text, the same for all replicas, and keep it outside the database.',
      );
    }
    const former = config.getOptionalStringArray('audit.formerKeys') ?? [];
    return new ChainKey(privateKeyOf(secret), former.map(publicKeyOf));
  }

  /** The present public key, for `audit.formerKeys` of a later time. */
  get publicKey(): string {
    return createPublicKey(this.privateKey)
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
  }

  sign(point: SignedPoint): Buffer {
    return sign(null, textOf(point, this.id), this.privateKey);
  }

  /** Whether the signature is one of ours, and over this point. */
  verifies(point: SignedPoint, keyId: string, signature: Buffer): boolean {
    const key = this.trusted.get(keyId);
    return (
      key !== undefined && verify(null, textOf(point, keyId), key, signature)
    );
  }
}

function textOf(point: SignedPoint, keyId: string): Buffer {
  const { kind, sequence, hash, count, madeAt } = point;
  return Buffer.from(
    JSON.stringify([
      'flyloft-audit-point-1',
      kind,
      sequence,
      hash.toString('hex'),
      count,
      madeAt,
      keyId,
    ]),
  );
}

function privateKeyOf(secret: string): KeyObject {
  const seed = hkdfSync('sha256', secret, '', 'flyloft audit trail', 32);
  return createPrivateKey({
    key: Buffer.concat([prefix, Buffer.from(seed)]),
    format: 'der',
    type: 'pkcs8',
  });
}

function publicKeyOf(text: string): KeyObject {
  try {
    return createPublicKey({
      key: Buffer.from(text, 'base64'),
      format: 'der',
      type: 'spki',
    });
  } catch {
    throw new InputError(
      'audit.formerKeys holds a text that is no public key; npm run audit:verify prints what belongs there',
    );
  }
}

const idOf = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);
