/**
 * The import of users and groups, guarded against reads that are not whole.
 *
 * @packageDocumentation
 */
export { catalogModuleDirectory as default } from './module';
