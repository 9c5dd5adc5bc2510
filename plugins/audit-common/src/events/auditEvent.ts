import type { FactTable } from '@flyloft/kit-common';
import { z } from 'zod';

/**
 * How a command ended. `initiated` is written before what can't be undone, so
 * that nothing of that kind happens without a row; `refused` is a failure for
 * want of a right.
 */
export const auditOutcomes = [
  'initiated',
  'succeeded',
  'failed',
  'refused',
] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

export const auditSeverities = ['low', 'medium', 'high', 'critical'] as const;

/** `unknown` is somebody who showed no valid token. */
export const auditActorKinds = ['user', 'service', 'unknown'] as const;

/** One row of the audit trail, as lists show it. */
export const auditEventSchema = z.object({
  /** Its place in the chain; there are no gaps. */
  sequence: z.string(),
  id: z.uuid(),
  at: z.iso.datetime(),
  /** The plugin's id and the event's: `inventory.guest-edit`. */
  type: z.string(),
  severity: z.enum(auditSeverities),
  outcome: z.enum(auditOutcomes),
  /** Shared by the rows of one command. */
  commandId: z.uuid(),
  actor: z.object({
    kind: z.enum(auditActorKinds),
    /** A catalog user, or what a service calls itself. */
    ref: z.string().nullable(),
    /** The service that acted for the user, if one did. */
    via: z.string().nullable(),
  }),
  sessionId: z.uuid().nullable(),
  resource: z
    .object({
      kind: z.string(),
      id: z.string().nullable(),
      name: z.string().nullable(),
    })
    .nullable(),
  address: z.string().nullable(),
  userAgent: z.string().nullable(),
  method: z.string().nullable(),
  /** Without its query, which may hold what nobody should read. */
  path: z.string().nullable(),
  error: z.object({ name: z.string(), message: z.string() }).nullable(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** One row with all that it holds, and its link in the chain. */
export const auditEventDetailSchema = auditEventSchema.extend({
  meta: z.record(z.string(), z.unknown()).nullable(),
  /** SHA-256 in hex over this row and the hash before it. */
  hash: z.string(),
  previousHash: z.string(),
});
export type AuditEventDetail = z.infer<typeof auditEventDetailSchema>;

/** How often a type of event occurs. */
export const auditTypeSchema = z.object({
  type: z.string(),
  count: z.number().int(),
  lastAt: z.iso.datetime(),
});
export type AuditType = z.infer<typeof auditTypeSchema>;

/** What the audit trail filters and sorts by. */
export const auditFacts = {
  at: { label: 'Time', kind: 'time', sortable: true },
  type: { label: 'Type', kind: 'reference', sortable: false },
  outcome: {
    label: 'Outcome',
    kind: 'choice',
    sortable: false,
    choices: auditOutcomes,
  },
  actor: { label: 'Actor', kind: 'reference', sortable: false },
  resourceKind: { label: 'Resource kind', kind: 'reference', sortable: false },
  resource: { label: 'Resource', kind: 'reference', sortable: false },
  address: { label: 'Address', kind: 'address', sortable: false },
  severity: {
    label: 'Severity',
    kind: 'choice',
    sortable: false,
    choices: auditSeverities,
  },
  sessionId: { label: 'Session', kind: 'uuid', sortable: false },
  commandId: { label: 'Command', kind: 'uuid', sortable: false },
} as const satisfies FactTable;
