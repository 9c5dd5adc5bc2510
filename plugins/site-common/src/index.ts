/**
 * What the site is as a whole: its settings, its people and their roles. Does
 * no IO.
 *
 * @packageDocumentation
 */
export * from './settings/settingDefinitions';
export * from './client/SiteClient';
export * from './permissions';
export * from './secrets/secretStore';
export * from './settings/setting';
export * from './people/person';
export * from './roles/roleAssignment';
