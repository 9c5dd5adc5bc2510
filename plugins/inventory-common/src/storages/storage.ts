import { z } from 'zod';
import { referenceSchema, visibilities } from '../guests/guest';
import type { FactTable } from '@flyloft/kit-common';

/** A storage; a shared one is one row, a local one is a row per host. */
export const storageSchema = z.object({
  id: z.uuid(),
  platformId: z.string(),
  externalId: z.string(),
  name: z.string(),
  /** The platform's word: `zfspool`, `rbd`, `nfs`, `dir` … */
  type: z.string().nullable(),
  shared: z.boolean(),
  cluster: referenceSchema.nullable(),
  /** The host of a local storage. */
  host: referenceSchema.nullable(),
  status: z.enum(['available', 'unavailable', 'unknown']),
  visibility: z.enum(visibilities),
  content: z.array(z.string()),
  capacityBytes: z.number().nullable(),
  usedBytes: z.number().nullable(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
});
export type Storage = z.infer<typeof storageSchema>;

export const storageFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  type: { label: 'Type', kind: 'text', sortable: true },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  cluster: { label: 'Cluster', kind: 'reference', sortable: true },
  host: { label: 'Host', kind: 'reference', sortable: true },
  shared: { label: 'Shared', kind: 'boolean', sortable: true },
  status: {
    label: 'Status',
    kind: 'choice',
    sortable: true,
    choices: ['available', 'unavailable', 'unknown'],
  },
  capacityBytes: { label: 'Capacity', kind: 'bytes', sortable: true },
  usedBytes: { label: 'Used', kind: 'bytes', sortable: true },
  visibility: {
    label: 'Visibility',
    kind: 'choice',
    sortable: true,
    choices: visibilities,
  },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
} as const satisfies FactTable;
