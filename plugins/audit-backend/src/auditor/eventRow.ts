import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';
import type { AuditorServiceCreateEventOptions } from '@backstage/backend-plugin-api';
import { sessionOf } from '@flyloft/backend-kit';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { AuditEvent, AuditOutcome } from '@flyloft/plugin-audit-common';
import { redactMeta, redactText } from '../trail/redact';
import type { TrailRow } from '../trail/trailRow';

type AuditedRequest = NonNullable<AuditorServiceCreateEventOptions['request']>;

/** An event of a plugin at one point of its command. */
export interface TrailEvent {
  plugin: string;
  eventId: string;
  severity: AuditEvent['severity'];
  commandId: string;
  outcome: AuditOutcome;
  actor: AuditEvent['actor'];
  request?: AuditedRequest;
  meta?: JsonObject;
  error?: { name: string; message: string };
}

/** Writes an event as a row of the trail, cut of secrets and bounded in size. */
export function rowOfEvent(event: TrailEvent, at: Date): TrailRow {
  const { resource, actor, rest } = reservedOf(event);
  return {
    id: randomUUID(),
    command_id: event.commandId,
    at: at.toISOString(),
    plugin: event.plugin,
    event: redactText(event.eventId),
    severity: event.severity,
    outcome: event.outcome,
    actor_kind: actor.kind,
    actor_ref: actor.ref,
    actor_via: actor.via,
    ...requestColumns(event.request),
    resource_kind: resource?.kind ?? null,
    resource_id: resource?.id ?? null,
    resource_name: resource?.name ?? null,
    error_name: event.error ? redactText(event.error.name) : null,
    error_message: event.error ? redactText(event.error.message) : null,
    meta: redactMeta(rest),
  };
}

/** What a request tells of who sent it. */
export function requestColumns(
  request: AuditedRequest | undefined,
): Pick<TrailRow, 'session_id' | 'address' | 'user_agent' | 'method' | 'path'> {
  if (!request) {
    return {
      session_id: null,
      address: null,
      user_agent: null,
      method: null,
      path: null,
    };
  }
  const userAgent = request.get('user-agent');
  return {
    session_id: sessionOf(request)?.sessionId ?? null,
    address: addressOf(request.ip),
    user_agent: userAgent === undefined ? null : redactText(userAgent),
    method: request.method,
    // The query may hold what nobody should read: codes, tokens, names.
    path: redactText(request.originalUrl.split('?', 1)[0] ?? ''),
  };
}

/** An address as the database takes it: IPv4 also where a socket maps it. */
export function addressOf(ip: string | undefined): string | null {
  const address = ip?.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return address && isIP(address) ? address : null;
}

/**
 * `meta.resource` names the thing; `meta.actor` names, for a plugin that acts
 * by itself, the person on whose behalf. Nobody can name somebody else for a
 * request that has an actor of its own.
 */
function reservedOf({ meta = {}, actor }: TrailEvent) {
  const { resource, actor: named, ...rest } = meta;
  const forUser =
    typeof named === 'string' && actor.kind !== 'user'
      ? {
          kind: 'user' as const,
          ref: redactText(named),
          via: actor.kind === 'service' ? actor.ref : null,
        }
      : actor;
  return { resource: resourceOf(resource), actor: forUser, rest };
}

function resourceOf(resource: JsonValue | undefined) {
  if (!resource || typeof resource !== 'object' || Array.isArray(resource)) {
    return undefined;
  }
  const { kind, id, name } = resource;
  return typeof kind === 'string'
    ? { kind: redactText(kind), id: textOf(id), name: textOf(name) }
    : undefined;
}

function textOf(value: JsonValue | undefined): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? redactText(value) : null;
}
