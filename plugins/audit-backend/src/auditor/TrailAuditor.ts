import { randomUUID } from 'node:crypto';
import type {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
  AuthService,
  BackstageCredentials,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import type { JsonObject } from '@backstage/types';
import type { AuditEvent, AuditOutcome } from '@flyloft/plugin-audit-common';
import type { AuditTrail } from '../trail/AuditTrail';
import { rowOfEvent } from './eventRow';
import { noteAudited } from './refusalWatcher';

/** Writes an event into the log, as Backstage's own auditor does. */
export type LogEvent = (event: AuditLogEntry) => void;

/** An event as Backstage logs it. */
export interface AuditLogEntry {
  plugin: string;
  eventId: string;
  severityLevel: AuditEvent['severity'];
  actor: {
    actorId?: string;
    ip?: string;
    hostname?: string;
    userAgent?: string;
  };
  request?: { url: string; method: string };
  meta?: JsonObject;
  status: 'initiated' | 'succeeded' | 'failed';
  error?: Error;
}

const refusals = new Set(['NotAllowedError', 'AuthenticationError']);

// Read while there is a socket: a sender who left takes its address along, and
// the end of the event would fail instead of being written.
function keepAddress(
  request: AuditorServiceCreateEventOptions['request'],
): void {
  if (!request) return;
  Object.defineProperty(request, 'ip', {
    value: request.ip,
    configurable: true,
  });
}

/** The auditor of one plugin: to the log as ever, and into the trail. */
export class TrailAuditor implements AuditorService {
  constructor(
    private readonly trail: AuditTrail,
    private readonly log: LogEvent,
    private readonly plugin: {
      id: string;
      auth: AuthService;
      httpAuth: HttpAuthService;
    },
  ) {}

  async createEvent(
    options: AuditorServiceCreateEventOptions,
  ): Promise<AuditorServiceEvent> {
    const command = { ...options, commandId: randomUUID() };
    keepAddress(options.request);
    await this.report(command, { outcome: 'initiated' });
    return {
      success: ({ meta } = {}) =>
        this.report(command, { outcome: 'succeeded', meta }),
      fail: ({ error, meta }) =>
        this.report(command, {
          outcome: refusals.has(error.name) ? 'refused' : 'failed',
          meta,
          error,
        }),
    };
  }

  private async report(
    command: AuditorServiceCreateEventOptions & { commandId: string },
    at: { outcome: AuditOutcome; meta?: JsonObject; error?: Error },
  ): Promise<void> {
    const { eventId, severityLevel: severity = 'low', request } = command;
    const actor = await this.actorOf(request);
    const meta = { ...command.meta, ...at.meta };
    const { outcome, error } = at;
    this.log({
      plugin: this.plugin.id,
      eventId,
      severityLevel: severity,
      actor: {
        actorId: actor.ref ?? undefined,
        ip: request?.ip,
        hostname: request?.hostname,
        userAgent: request?.get('user-agent'),
      },
      request: request && {
        url: request.originalUrl.replace(/\?.*$/, ''),
        method: request.method,
      },
      meta: Object.keys(meta).length === 0 ? undefined : meta,
      status: outcome === 'refused' ? 'failed' : outcome,
      ...(error && { error }),
    });
    const row = rowOfEvent(
      {
        plugin: this.plugin.id,
        eventId,
        severity,
        commandId: command.commandId,
        outcome,
        actor,
        request,
        meta,
        error: error && { name: error.name, message: error.message },
      },
      new Date(),
    );
    if (request && outcome === 'refused') noteAudited(request);
    await this.trail.record(row);
  }

  private async actorOf(
    request: AuditorServiceCreateEventOptions['request'],
  ): Promise<AuditEvent['actor']> {
    const { auth, httpAuth, id } = this.plugin;
    if (!request) return { kind: 'service', ref: `plugin:${id}`, via: null };
    let credentials: BackstageCredentials;
    try {
      credentials = await httpAuth.credentials(request, {
        allowLimitedAccess: true,
      });
    } catch {
      // A token that nobody takes is itself what the event may be about.
      return { kind: 'unknown', ref: null, via: null };
    }
    if (auth.isPrincipal(credentials, 'user')) {
      const { userEntityRef, actor } = credentials.principal;
      return { kind: 'user', ref: userEntityRef, via: actor?.subject ?? null };
    }
    if (auth.isPrincipal(credentials, 'service')) {
      return { kind: 'service', ref: credentials.principal.subject, via: null };
    }
    return { kind: 'unknown', ref: null, via: null };
  }
}
