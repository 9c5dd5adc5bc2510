import { InputError } from '@backstage/errors';
import type { z } from 'zod';

/**
 * Reads what a caller sent against its schema.
 *
 * @throws InputError that says for each fault where it is and what would be
 *   right, in the words of the schema.
 */
export function parse<T extends z.ZodType>(
  schema: T,
  input: unknown,
): z.output<T> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const faults = result.error.issues.map(issue => {
    const where = issue.path.join('.');
    return where ? `${where}: ${issue.message}` : issue.message;
  });
  throw new InputError(`Invalid request: ${faults.join('; ')}`);
}
