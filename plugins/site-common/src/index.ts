/**
 * What the site is as a whole: its settings, its people and their roles. Does
 * no IO.
 *
 * @packageDocumentation
 */
export * from './settings/settingDefinitions';
