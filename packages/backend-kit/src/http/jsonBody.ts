import { InputError } from '@backstage/errors';
import express, { type RequestHandler } from 'express';

const mostKilobytes = 100;

/** What body-parser says of a body that it could not read, by its `type`. */
const faults: Record<string, { message: string; statusCode: number }> = {
  'entity.parse.failed': {
    message: 'The body is not valid JSON',
    statusCode: 400,
  },
  'entity.too.large': {
    message: `The body is larger than the ${mostKilobytes} kB that are allowed`,
    statusCode: 413,
  },
};

/**
 * Reads a JSON body of at most 100 kB.
 *
 * @throws InputError for a body that is too large or no JSON; it does not
 *   repeat what was sent, which may hold a secret.
 */
export function jsonBody(): RequestHandler {
  const read = express.json({ limit: `${mostKilobytes}kb` });
  return (request, response, next) =>
    read(request, response, (error?: unknown) => {
      const fault = faults[typeOf(error) ?? ''];
      if (!fault) return next(error);
      const { message, statusCode } = fault;
      return next(Object.assign(new InputError(message), { statusCode }));
    });
}

function typeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('type' in error)) return undefined;
  return String(error.type);
}
