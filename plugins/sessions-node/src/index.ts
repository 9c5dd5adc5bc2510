/**
 * Sessions as signing in sees them.
 *
 * @packageDocumentation
 */
export * from './sessionsService';
export * from './signedInPeople';
