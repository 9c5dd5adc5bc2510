import { randomUUID } from 'node:crypto';
import { sessionOf } from '@flyloft/backend-kit';
import type { RequestHandler } from 'express';
import type { AuditTrail } from '../trail/AuditTrail';
import { requestColumns } from './eventRow';

const auditedElsewhere = new WeakSet<object>();

/** Says that a request's refusal has a row already, with its command. */
export function noteAudited(request: object): void {
  auditedElsewhere.add(request);
}

/**
 * Records what is refused for want of a right, by whichever plugin: the
 * answer's status says so, whatever was thrown. What one plugin asks another
 * is left out, since the first answers for it.
 */
export function refusalWatcher(trail: Pick<AuditTrail, 'add'>): RequestHandler {
  return (request, response, next) => {
    response.once('finish', () => {
      if (response.statusCode !== 403 || auditedElsewhere.has(request)) return;
      const plugin = /^\/api\/([\w-]+)/.exec(request.originalUrl)?.[1];
      if (!plugin || isFromPlugin(request.headers.authorization)) return;
      const user = sessionOf(request)?.userEntityRef;
      trail.add({
        id: randomUUID(),
        command_id: randomUUID(),
        at: new Date().toISOString(),
        plugin,
        event: 'refusal',
        severity: 'medium',
        outcome: 'refused',
        actor_kind: user ? 'user' : 'unknown',
        actor_ref: user ?? null,
        actor_via: null,
        ...requestColumns(request),
        resource_kind: null,
        resource_id: null,
        resource_name: null,
        error_name: 'NotAllowedError',
        error_message: null,
        meta: null,
      });
    });
    next();
  };
}

function isFromPlugin(authorization: string | undefined): boolean {
  const header = /^Bearer[ ]+([\w-]+)\./i.exec(authorization ?? '')?.[1];
  if (!header) return false;
  try {
    const { typ } = JSON.parse(Buffer.from(header, 'base64url').toString());
    return typ === 'vnd.backstage.plugin';
  } catch {
    return false;
  }
}
