import { ConfigReader } from '@backstage/config';
import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import { vspherePlatform } from '../vspherePlatform';

/** A collector configured as the guide says. */
export function aCollector(config: object): PlatformCollector {
  return vspherePlatform.createCollector({
    id: 'vc-test',
    title: 'Test',
    config: new ConfigReader({ requestTimeout: '10s', ...config }),
  });
}
