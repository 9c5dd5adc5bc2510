import { InputError } from '@backstage/errors';
import type { Request } from 'express';

/**
 * The revision of `If-Match`; null for `*`, which takes whichever there is.
 *
 * @throws InputError (428) when the header is missing: two people must not
 *   overwrite each other by leaving it out.
 */
export function expectedRevision(request: Request): string | null {
  const header = request.header('if-match')?.trim();
  if (!header) {
    throw Object.assign(
      new InputError(
        `Send If-Match with the revision that you read, such as If-Match: "12", or * to take whichever there is`,
      ),
      { statusCode: 428 },
    );
  }
  if (header === '*') return null;
  const revision = /^(?:W\/)?"?(\d{1,19})"?$/.exec(header)?.[1];
  if (revision === undefined) {
    throw new InputError(
      `If-Match: '${header}' is no revision; it looks like "12"`,
    );
  }
  return revision;
}
