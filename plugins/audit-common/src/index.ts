/**
 * The audit trail's contract: what a row holds, what proves it, who may see it.
 *
 * @packageDocumentation
 */
export * from './client/AuditClient';
export * from './events/auditEvent';
export * from './permissions';
export * from './verification/verification';
