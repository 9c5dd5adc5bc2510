import { randomBytes } from 'node:crypto';
import type { SecretStore } from '@flyloft/plugin-secrets-node';
import type { StoredPlatform } from './PlatformEntryStore';

/** The fields that were filled in: an empty one keeps what was there. */
export const givenFields = (secrets: Record<string, string>) =>
  Object.keys(secrets).filter(field => secrets[field] !== '');

/** The secrets of platforms, in the secret store. */
export class PlatformSecrets {
  constructor(private readonly store: SecretStore) {}

  /** The values of some fields that are kept. */
  async known(
    entry: Pick<StoredPlatform, 'secretRefs'>,
    fields: string[],
  ): Promise<Record<string, string>> {
    const known: Record<string, string> = {};
    for (const field of fields) {
      const ref = entry.secretRefs[field];
      if (ref) known[field] = await this.store.get(ref);
    }
    return known;
  }

  /**
   * Each value under a name of its own: an edit that is refused after this
   * leaves the one in use untouched.
   */
  async keep(
    id: string,
    secrets: Record<string, string>,
    by: string,
  ): Promise<Record<string, string>> {
    const refs: Record<string, string> = {};
    for (const field of givenFields(secrets)) {
      const name = `platforms/${id}/${field}/${randomBytes(4).toString('hex')}`;
      refs[field] = await this.store.put(name, secrets[field]!, {
        by,
      });
    }
    return refs;
  }

  /** Forgets what nothing refers to any more. */
  async forget(refs: string[]): Promise<void> {
    for (const ref of refs) await this.store.delete(ref);
  }
}
