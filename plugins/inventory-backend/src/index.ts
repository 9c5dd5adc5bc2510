/**
 * Inventory: what exists, as observed from the platforms.
 *
 * @packageDocumentation
 */
export { inventoryPlugin as default } from './plugin';
