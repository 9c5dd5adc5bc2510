import type { LoggerService } from '@backstage/backend-plugin-api';

/** Writes what went wrong to the part's log. */
export const consoleLogger: LoggerService = {
  error: message => console.error(message),
  warn: message => console.warn(message),
  info() {},
  debug() {},
  child: () => consoleLogger,
};
