import { InputError } from '@backstage/errors';
import { personRefPrefix } from '@flyloft/plugin-inventory-common';

/** Knows users and groups. */
export interface OwnerDirectory {
  /** Those that it has not. */
  unknownAmong(refs: string[]): Promise<string[]>;
}

/** Takes every owner for real: where there is no catalog to ask. */
export const anyOwner: OwnerDirectory = { unknownAmong: async () => [] };

/**
 * Checks owners before they are written; external people are checked with the
 * write itself.
 *
 * @throws InputError naming the one that does not exist.
 */
export async function requireKnownOwners(
  directory: OwnerDirectory,
  named: {
    technicalOwner?: string | null;
    businessOwner?: string | null;
  },
): Promise<void> {
  const refs = [named.technicalOwner, named.businessOwner].filter(
    (ref): ref is string =>
      typeof ref === 'string' && !ref.startsWith(personRefPrefix),
  );
  if (refs.length === 0) return;
  const [unknown] = await directory.unknownAmong([...new Set(refs)]);
  if (unknown) {
    throw new InputError(
      `The catalog has no '${unknown}'; name a user or group that it has, or add an external person`,
    );
  }
}
