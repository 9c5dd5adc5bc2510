import { createBackendModule } from '@backstage/backend-plugin-api';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import { vspherePlatform } from './vspherePlatform';

/** Lets the inventory collect platforms of type `vsphere`. */
export const inventoryModuleVsphere = createBackendModule({
  pluginId: 'inventory',
  moduleId: 'platform-vsphere',
  register(env) {
    env.registerInit({
      deps: { platformTypes: platformTypesExtensionPoint },
      async init({ platformTypes }) {
        platformTypes.addPlatformType(vspherePlatform);
      },
    });
  },
});
