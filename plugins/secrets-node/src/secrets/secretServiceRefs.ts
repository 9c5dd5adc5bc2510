import { createServiceRef } from '@backstage/backend-plugin-api';
import type { SecretService } from './SecretService';
import type { SecretStore } from './SecretStore';

/** The secrets of the plugin that asks, and no other's. */
export const secretStoreServiceRef = createServiceRef<SecretStore>({
  id: 'flyloft.secret-store',
  scope: 'plugin',
  defaultFactory: async service => {
    const { secretStoreFactory } = await import('./secretFactories');
    return secretStoreFactory(service);
  },
});

/** Opens the secrets of all plugins, for what administers them. */
export interface SecretRoot {
  open(): Promise<SecretService>;
}

/** All secrets, for the plugin that shows and moves them. */
export const secretRootServiceRef = createServiceRef<SecretRoot>({
  id: 'flyloft.secret-root',
  scope: 'root',
  defaultFactory: async service => {
    const { secretRootFactory } = await import('./secretFactories');
    return secretRootFactory(service);
  },
});
