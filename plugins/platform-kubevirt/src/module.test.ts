import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { startTestBackend } from '@backstage/backend-test-utils';
import {
  platformTypesExtensionPoint,
  type PlatformType,
} from '@flyloft/plugin-inventory-node';
import inventoryModuleKubeVirt from './index';

it('adds the type kubevirt to the inventory', async () => {
  const types: PlatformType[] = [];
  const inventory = createBackendPlugin({
    pluginId: 'inventory',
    register(env) {
      env.registerExtensionPoint(platformTypesExtensionPoint, {
        addPlatformType: type => void types.push(type),
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
  const { server } = await startTestBackend({
    features: [inventory, inventoryModuleKubeVirt],
  });
  server.close();
  expect(types.map(type => type.type)).toEqual(['kubevirt']);
});
