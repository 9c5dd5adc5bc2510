import { createBackendModule } from '@backstage/backend-plugin-api';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import { kubevirtPlatform } from './kubevirtPlatform';

/** Lets the inventory collect platforms of type `kubevirt`. */
export const inventoryModuleKubeVirt = createBackendModule({
  pluginId: 'inventory',
  moduleId: 'platform-kubevirt',
  register(env) {
    env.registerInit({
      deps: { platformTypes: platformTypesExtensionPoint },
      async init({ platformTypes }) {
        platformTypes.addPlatformType(kubevirtPlatform);
      },
    });
  },
});
