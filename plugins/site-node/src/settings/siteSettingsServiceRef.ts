import { createServiceRef } from '@backstage/backend-plugin-api';
import type { SettingKey, SettingValue } from '@flyloft/plugin-site-common';
import { siteSettingsFactory } from './siteSettingsFactory';

/** Reads the settings of the site, from anywhere in the backend. */
export interface SiteSettingsService {
  /**
   * The value in force: what a configuration file says, else what the page
   * says, else the default. At most five seconds old, and cheap to ask often.
   */
  get<K extends SettingKey>(key: K): Promise<SettingValue<K>>;
}

/** Where any plugin of the backend gets the site's settings. */
export const siteSettingsServiceRef = createServiceRef<SiteSettingsService>({
  id: 'flyloft.site-settings',
  scope: 'root',
  defaultFactory: async service => siteSettingsFactory(service),
});
