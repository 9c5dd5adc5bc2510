import { InputError } from '@backstage/errors';
import type { Request } from 'express';

/**
 * The `Idempotency-Key`, or null where the caller does without.
 *
 * @throws InputError when it is too long to be remembered.
 */
export function idempotencyKey(request: Request): string | null {
  const key = request.header('idempotency-key')?.trim();
  if (!key) return null;
  if (key.length > 200) {
    throw new InputError('Idempotency-Key: holds at most 200 characters');
  }
  return key;
}
