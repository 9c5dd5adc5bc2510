/**
 * How backends read what was set for the site as a whole.
 *
 * @packageDocumentation
 */
export { siteMigrations } from './database/siteDatabase';
export * from './roles/fixedRoles';
export * from './roles/HeldRoles';
export * from './roles/RoleGrantStore';
export * from './roles/RoleService';
export * from './roles/roleServiceRef';
export * from './settings/fileSetting';
export * from './settings/fixedSettings';
export * from './settings/readSiteNames';
export * from './settings/SettingStore';
export * from './settings/SiteSettings';
export * from './settings/siteSettingsServiceRef';
