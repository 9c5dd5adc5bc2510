import type {
  PlatformConfig,
  PlatformType,
} from '@flyloft/plugin-inventory-node';
import { ApiFinder } from './client/ApiFinder';
import { PrismClient } from './client/PrismClient';
import { NutanixCollector } from './collector/NutanixCollector';
import { readSettings } from './collector/settings';
import { nutanixForm } from './nutanixForm';

/** Platforms of type `nutanix`: one Prism Central with its clusters each. */
export const nutanixPlatform: PlatformType = {
  type: 'nutanix',
  form: nutanixForm,
  createCollector({ id, config }: PlatformConfig) {
    const settings = readSettings(config, id);
    return new NutanixCollector(new ApiFinder(new PrismClient(settings)));
  },
};
