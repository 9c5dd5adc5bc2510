import {
  coreServices,
  createServiceFactory,
  type LoggerService,
  type RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { auditSeverities, type AuditEvent } from '@flyloft/plugin-audit-common';
import { trailServiceRef } from '../trail/createTrail';
import { TrailAuditor, type LogEvent } from './TrailAuditor';

/** Backstage's auditor, whose events land in the log and in the trail. */
export const auditorFactory = createServiceFactory({
  service: coreServices.auditor,
  deps: {
    config: coreServices.rootConfig,
    logger: coreServices.logger,
    auth: coreServices.auth,
    httpAuth: coreServices.httpAuth,
    plugin: coreServices.pluginMetadata,
    trail: trailServiceRef,
  },
  factory({ config, logger, auth, httpAuth, plugin, trail }) {
    return new TrailAuditor(trail.trail, logTo(logger, config), {
      id: plugin.getId(),
      auth,
      httpAuth,
    });
  },
});

const logLevels = ['debug', 'info', 'warn', 'error'] as const;
type LogLevel = (typeof logLevels)[number];

const shippedLevels: Record<AuditEvent['severity'], LogLevel> = {
  low: 'debug',
  medium: 'info',
  high: 'info',
  critical: 'info',
};

// What Backstage's own factory does; it can't be asked to do it for us.
function logTo(rootLogger: LoggerService, config: RootConfigService): LogEvent {
  const logger = rootLogger.child({ isAuditEvent: true });
  const levels = { ...shippedLevels };
  for (const severity of auditSeverities) {
    const key = `backend.auditor.severityLogLevelMappings.${severity}`;
    const word = config.getOptionalString(key);
    if (word === undefined) continue;
    const level = logLevels.find(one => one === word);
    if (!level) {
      throw new InputError(
        `${key} is '${word}'; it can be ${logLevels.join(', ')}`,
      );
    }
    levels[severity] = level;
  }
  return event => {
    const { error, ...rest } = event;
    const level = levels[event.severityLevel];
    const words = `${event.plugin}.${event.eventId}`;
    const fields = JSON.parse(JSON.stringify(rest));
    if (error) logger.child(fields)[level](words, error);
    else logger[level](words, fields);
  };
}
