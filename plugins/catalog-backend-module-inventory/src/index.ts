/**
 * Projects the inventory into the software catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleInventory as default } from './module';
