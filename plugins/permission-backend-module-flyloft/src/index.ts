/**
 * The one permission policy: deny by default, rights from roles, roles from
 * groups.
 *
 * @packageDocumentation
 */
export { permissionModuleFlyloft as default } from './module';
