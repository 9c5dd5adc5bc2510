/**
 * What a platform implements to be collected into the inventory.
 *
 * @packageDocumentation
 */
export * from './collectors/extensionPoint';
export * from './collectors/observation';
export * from './collectors/PlatformCheckError';
export * from './collectors/PlatformCollector';
export type {
  PlatformField,
  PlatformForm,
} from '@flyloft/plugin-inventory-common';
