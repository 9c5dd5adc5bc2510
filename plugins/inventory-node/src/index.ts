/**
 * What a platform implements to be collected into the inventory.
 *
 * @packageDocumentation
 */
export * from './answers/coerce';
export * from './answers/cutKnownSecrets';
export * from './answers/cutSecrets';
export * from './answers/ipAddress';
export * from './answers/macAddress';
export * from './calls/answerBody';
export * from './calls/callDeadline';
export * from './calls/inCompletionOrder';
export * from './calls/networkFailure';
export * from './calls/Semaphore';
export * from './calls/tlsConnector';
export * from './collectors/extensionPoint';
export * from './collectors/observation';
export * from './collectors/PlatformCheckError';
export * from './collectors/PlatformCollector';
export type {
  PlatformField,
  PlatformForm,
} from '@flyloft/plugin-inventory-common';
export * from './facts/collectedFacts';
export * from './settings/SettingsSource';
