import type { PlatformCollector } from '@flyloft/plugin-inventory-node';
import type { PlatformSettings } from './platformSettings';

/** A platform of the configuration with the collector that reads it. */
export interface ConfiguredPlatform extends PlatformSettings {
  collector: PlatformCollector;
}
