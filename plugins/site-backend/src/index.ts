/**
 * The backend of the site as a whole.
 *
 * @packageDocumentation
 */
export { sitePlugin as default } from './plugin';
