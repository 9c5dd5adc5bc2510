/**
 * The audit trail's pages.
 *
 * @packageDocumentation
 */
export { auditPlugin as default } from './plugin';
