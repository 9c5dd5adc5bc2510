/**
 * The page of what holds for the whole site.
 *
 * @packageDocumentation
 */
export { sitePlugin as default } from './plugin';
export { siteApiRef, type SiteApi } from './api/siteApi';
