import { NotFoundError } from '@backstage/errors';
import { uuidPattern } from '@flyloft/backend-kit';

/** A malformed id gets the answer of an unknown one, from the same path. */
export function idOf(parameters: Record<string, string>, noun: string): string {
  const id = parameters.id ?? '';
  if (!uuidPattern.test(id)) {
    throw new NotFoundError(`There is no ${noun} '${id}'`);
  }
  return id;
}
