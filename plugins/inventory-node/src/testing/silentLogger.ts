import type { LoggerService } from '@backstage/backend-plugin-api';

/** A logger that says nothing, its children neither. */
export const silentLogger: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silentLogger,
};
