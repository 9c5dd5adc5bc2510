/**
 * VMware vSphere as a platform of the inventory. Everything that knows this
 * platform's wire format is in this package and nowhere else.
 *
 * @packageDocumentation
 */
export { inventoryModuleVsphere as default } from './module';
export { collectedFacts } from './collectedFacts';
export { vspherePlatform } from './vspherePlatform';
