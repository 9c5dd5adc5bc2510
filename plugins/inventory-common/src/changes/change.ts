import { z } from 'zod';
import type { FactTable } from '@flyloft/kit-common';

export const changedKinds = [
  'guest',
  'host',
  'cluster',
  'network',
  'storage',
  'image',
] as const;
export type ChangedKind = (typeof changedKinds)[number];

/** What happened to a thing between two syncs. */
export const changeOperations = [
  'created',
  'changed',
  'deleted',
  'returned',
  'unreachable',
  'reachable',
] as const;
export type ChangeOperation = (typeof changeOperations)[number];

/** What makes a change. */
export const changeCauses = ['sync', 'person', 'expiry'] as const;

/** One fact's step from one value to another; null is "nothing known". */
export const fieldChangeSchema = z.object({
  /** The fact's name; parts of a NIC or disk as `nics.net0.vlanTag`. */
  field: z.string(),
  from: z.unknown(),
  to: z.unknown(),
});
export type FieldChange = z.infer<typeof fieldChangeSchema>;

/**
 * One change of one thing in one sync run, and an entry of the change feed:
 * `sequence` grows without a gap a reader could miss, in commit order.
 */
export const changeSchema = z.object({
  /** A decimal number as a string: it may exceed what JSON numbers hold. */
  sequence: z.string(),
  at: z.iso.datetime(),
  runId: z.string().nullable(),
  platformId: z.string(),
  kind: z.enum(changedKinds),
  objectId: z.uuid(),
  /** The thing's name at that moment. */
  name: z.string(),
  operation: z.enum(changeOperations),
  /** What made it: a sync, a person, or an override that ended by itself. */
  cause: z.enum(changeCauses),
  /** Who, where it was a person. */
  by: z.string().nullable(),
  reason: z.string().nullable(),
  fields: z.array(fieldChangeSchema),
});
export type Change = z.infer<typeof changeSchema>;

/**
 * The query of the change feed: what came after a sequence number, oldest
 * first, as NDJSON. With `objects` each line carries the thing as it is now.
 */
export const feedQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(/^\d{1,19}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(5000).optional(),
  include: z.literal('objects').optional(),
});
export type FeedQuery = z.infer<typeof feedQuerySchema>;

/** A line of the change feed. */
export type FeedEntry = Change & {
  /** The thing now, of the change's kind; null when the caller may not see it. */
  object?: unknown;
};

/**
 * The kinds of change people ask for, from the field that changed:
 * power, cpu, memory, disk, network, placement, name, os, other.
 */
export const changeTypes = [
  'power',
  'cpu',
  'memory',
  'disk',
  'network',
  'placement',
  'name',
  'os',
  'life-cycle',
  'other',
] as const;
export type ChangeType = (typeof changeTypes)[number];

const typeByField: Record<string, ChangeType> = {
  powerState: 'power',
  vcpus: 'cpu',
  sockets: 'cpu',
  coresPerSocket: 'cpu',
  memoryBytes: 'memory',
  diskBytes: 'disk',
  diskCount: 'disk',
  disks: 'disk',
  nics: 'network',
  nicCount: 'network',
  addresses: 'network',
  networks: 'network',
  macAddresses: 'network',
  primaryAddress: 'network',
  host: 'placement',
  cluster: 'placement',
  pool: 'placement',
  folder: 'placement',
  name: 'name',
  hostName: 'name',
  osType: 'os',
  osFamily: 'os',
};

/**
 * The fields behind a kind of change: `others` is every field but those;
 * the life cycle is not a field but what happened to the thing.
 */
export function fieldsOfChangeType(
  type: ChangeType,
): { kind: 'these' | 'others'; names: string[] } | 'life-cycle' {
  if (type === 'life-cycle') return type;
  const named = Object.keys(typeByField);
  return type === 'other'
    ? { kind: 'others', names: named }
    : { kind: 'these', names: named.filter(key => typeByField[key] === type) };
}

export const changeFacts = {
  at: { label: 'When', kind: 'time', sortable: true },
  kind: {
    label: 'Kind',
    kind: 'choice',
    sortable: false,
    choices: changedKinds,
  },
  operation: {
    label: 'What happened',
    kind: 'choice',
    sortable: false,
    choices: changeOperations,
  },
  type: {
    label: 'Type',
    kind: 'choice',
    sortable: false,
    choices: changeTypes,
  },
  field: { label: 'Field', kind: 'text', sortable: false },
  platformId: { label: 'Platform', kind: 'reference', sortable: false },
  cause: {
    label: 'Made by',
    kind: 'choice',
    sortable: false,
    choices: changeCauses,
  },
  by: { label: 'Person', kind: 'reference', sortable: false },
  runId: { label: 'Sync run', kind: 'reference', sortable: false },
  objectId: { label: 'Thing', kind: 'uuid', sortable: false },
  name: { label: 'Name', kind: 'text', sortable: false },
} as const satisfies FactTable;
