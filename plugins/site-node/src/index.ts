/**
 * How backends read what was set for the site as a whole.
 *
 * @packageDocumentation
 */
export * from './settings/fileSetting';
export * from './settings/fixedSettings';
export * from './settings/SettingStore';
export { siteMigrations } from './settings/siteSettingsFactory';
export * from './settings/SiteSettings';
export * from './settings/siteSettingsServiceRef';
