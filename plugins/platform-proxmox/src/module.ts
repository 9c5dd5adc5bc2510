import { createBackendModule } from '@backstage/backend-plugin-api';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import { proxmoxPlatform } from './proxmoxPlatform';

/** Lets the inventory collect platforms of type `proxmox`. */
export const inventoryModuleProxmox = createBackendModule({
  pluginId: 'inventory',
  moduleId: 'platform-proxmox',
  register(env) {
    env.registerInit({
      deps: { platformTypes: platformTypesExtensionPoint },
      async init({ platformTypes }) {
        platformTypes.addPlatformType(proxmoxPlatform);
      },
    });
  },
});
