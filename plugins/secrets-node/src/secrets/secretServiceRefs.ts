import { createServiceRef } from '@backstage/backend-plugin-api';
import { secretRootFactory, secretStoreFactory } from './secretFactories';
import type { SecretService } from './SecretService';
import type { SecretUpkeep } from './SecretUpkeep';
import type { SecretStore } from './SecretStore';

/** The secrets of the plugin that asks, and no other's. */
export const secretStoreServiceRef = createServiceRef<SecretStore>({
  id: 'flyloft.secret-store',
  scope: 'plugin',
  // Imported as any other: what is imported late from TypeScript that is
  // compiled as it is loaded comes without its named exports.
  defaultFactory: async service => secretStoreFactory(service),
});

/** The secrets of all plugins, and what looks after them. */
export interface OpenSecrets {
  service: SecretService;
  upkeep: SecretUpkeep;
}

/** Opens the secrets of all plugins, for what administers them. */
export interface SecretRoot {
  open(): Promise<OpenSecrets>;
}

/** All secrets, for the plugin that shows and moves them. */
export const secretRootServiceRef = createServiceRef<SecretRoot>({
  id: 'flyloft.secret-root',
  scope: 'root',
  defaultFactory: async service => secretRootFactory(service),
});
