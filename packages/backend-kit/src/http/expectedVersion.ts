import { InputError } from '@backstage/errors';
import type { Request } from 'express';

/**
 * The version that the caller looked at, as `If-Match: "3"` says it.
 *
 * @throws InputError when the request doesn't say one.
 */
export function expectedVersion(request: Request): number {
  const version = /^"(\d{1,9})"$/.exec(request.header('if-match') ?? '')?.[1];
  if (version === undefined) {
    throw new InputError(
      'Say which version you looked at, in the header If-Match: "1"',
    );
  }
  return Number(version);
}
