import {
  settingDefinitions,
  type SettingKey,
  type SettingValue,
} from '@flyloft/plugin-site-common';
import type { SiteSettingsService } from './siteSettingsServiceRef';

/** Settings that never change, for tests: these values, else the defaults. */
export function fixedSettings(
  values: Partial<Record<SettingKey, SettingValue>> = {},
): SiteSettingsService {
  return {
    async get(key) {
      return (values[key] ?? settingDefinitions[key].default) as never;
    },
  };
}
