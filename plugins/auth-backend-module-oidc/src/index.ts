/**
 * Sign-in by OpenID Connect: whom the directory knows, and with a second factor
 * where the role needs one.
 *
 * @packageDocumentation
 */
export { authModuleOidc as default } from './module';
