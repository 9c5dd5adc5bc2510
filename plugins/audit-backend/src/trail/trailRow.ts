import type { JsonObject } from '@backstage/types';
import type { AuditEvent } from '@flyloft/plugin-audit-common';

/** A row as it enters the trail, before it has a place in the chain. */
export interface TrailRow {
  id: string;
  command_id: string;
  at: string;
  plugin: string;
  event: string;
  severity: AuditEvent['severity'];
  outcome: AuditEvent['outcome'];
  actor_kind: AuditEvent['actor']['kind'];
  actor_ref: string | null;
  actor_via: string | null;
  session_id: string | null;
  resource_kind: string | null;
  resource_id: string | null;
  resource_name: string | null;
  address: string | null;
  user_agent: string | null;
  method: string | null;
  path: string | null;
  error_name: string | null;
  error_message: string | null;
  meta: JsonObject | null;
}

/** The columns of a row with their types, in the order of the hash. */
export const trailColumns = {
  id: 'uuid',
  command_id: 'uuid',
  at: 'timestamptz',
  plugin: 'text',
  event: 'text',
  severity: 'text',
  outcome: 'text',
  actor_kind: 'text',
  actor_ref: 'text',
  actor_via: 'text',
  session_id: 'uuid',
  resource_kind: 'text',
  resource_id: 'text',
  resource_name: 'text',
  address: 'inet',
  user_agent: 'text',
  method: 'text',
  path: 'text',
  error_name: 'text',
  error_message: 'text',
  meta: 'jsonb',
} as const satisfies Record<keyof TrailRow, string>;

/** Their names, comma-separated, as SQL wants them. */
export const trailColumnNames = Object.keys(trailColumns).join(', ');
