import type { SecretRef } from '../refs/secretRef';

/** What is known of a secret without the secret. */
export interface SecretMetadata {
  ref: SecretRef;
  version: number;
  place: 'postgresql' | 'vault';
  createdAt: Date;
  changedAt: Date;
  changedBy: string | null;
}

/**
 * Keeps the secrets of one plugin. A value goes in and comes out here alone:
 * what else holds it is a place it can leak from, so rows, logs, plans and
 * answers carry the reference.
 */
export interface SecretStore {
  /**
   * Keeps a value under a name such as `platforms/west/password`, in place of
   * what was there. The reference stays the same for ever.
   *
   * @throws ServiceUnavailableError saying why nothing can be kept now.
   */
  put(
    name: string,
    value: string,
    options?: { by?: string },
  ): Promise<SecretRef>;

  /**
   * @throws NotFoundError when there is no such secret.
   * @throws ServiceUnavailableError saying why it can't be read: a key that is
   *   missing, a Vault that doesn't answer.
   */
  get(ref: SecretRef): Promise<string>;

  /** Forgets a secret; one that is not there is forgotten already. */
  delete(ref: SecretRef): Promise<void>;

  /** The secrets whose names begin with a part, such as `platforms/west`. */
  list(prefix?: string): Promise<SecretMetadata[]>;

  /** What is known of one secret, if there is one. */
  metadata(ref: SecretRef): Promise<SecretMetadata | undefined>;
}
