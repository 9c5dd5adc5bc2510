/**
 * Where backends keep secrets: in PostgreSQL, sealed under a key that is not
 * there, or in Vault. Nothing here ever prints a value.
 *
 * @packageDocumentation
 */
export * from './refs/secretRef';
export { secretMigrations } from './secrets/secretFactories';
export * from './secrets/secretServiceRefs';
export type { SecretState, SecretUpkeep } from './secrets/SecretUpkeep';
export type { SecretMetadata, SecretStore } from './secrets/SecretStore';
