/**
 * Nutanix AHV as a platform of the inventory, through Prism Central.
 * Everything that knows this platform's wire format is in this package and
 * nowhere else.
 *
 * @packageDocumentation
 */
export { inventoryModuleNutanix as default } from './module';
export { collectedFacts } from './collectedFacts';
export { nutanixPlatform } from './nutanixPlatform';
