import { createBackendModule } from '@backstage/backend-plugin-api';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import { nutanixPlatform } from './nutanixPlatform';

/** Lets the inventory collect platforms of type `nutanix`. */
export const inventoryModuleNutanix = createBackendModule({
  pluginId: 'inventory',
  moduleId: 'platform-nutanix',
  register(env) {
    env.registerInit({
      deps: { platformTypes: platformTypesExtensionPoint },
      async init({ platformTypes }) {
        platformTypes.addPlatformType(nutanixPlatform);
      },
    });
  },
});
