/**
 * The contract of sessions: who is signed in, and how that ends.
 *
 * @packageDocumentation
 */
export * from './client/SessionsClient';
export * from './permissions';
export * from './sessions/session';
