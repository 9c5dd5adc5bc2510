/**
 * KubeVirt as a platform of the inventory. Everything that knows this
 * platform's wire format is in this package and nowhere else.
 *
 * @packageDocumentation
 */
export { collectedFacts } from './collectedFacts';
export { inventoryModuleKubeVirt as default } from './module';
export { kubevirtPlatform } from './kubevirtPlatform';
