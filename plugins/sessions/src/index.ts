/**
 * Sessions: the page of all of them, and the part of the settings that shows
 * one's own.
 *
 * @packageDocumentation
 */
export { sessionsPlugin as default } from './plugin';
export { sessionsApiRef, type SessionsApi } from './api/sessionsApi';
export { MySessions } from './mine/MySessions';
