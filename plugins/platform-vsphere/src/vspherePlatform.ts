import type {
  PlatformConfig,
  PlatformType,
} from '@flyloft/plugin-inventory-node';
import { VsphereClient } from './client/VsphereClient';
import { readSettings } from './collector/settings';
import { VsphereCollector } from './collector/VsphereCollector';
import { vsphereForm } from './vsphereForm';

/** Platforms of type `vsphere`: one vCenter of version 6.5 to 8 each. */
export const vspherePlatform: PlatformType = {
  type: 'vsphere',
  form: vsphereForm,
  createCollector({ id, config }: PlatformConfig) {
    const { pageSize, uiUrl, ...settings } = readSettings(config, id);
    return new VsphereCollector({
      client: new VsphereClient(settings),
      watchClient: () => new VsphereClient(settings),
      requestTimeoutMilliseconds: settings.requestTimeoutMilliseconds,
      uiUrl,
      pageSize,
    });
  },
};
