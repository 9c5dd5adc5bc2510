import { z } from 'zod';
import { visibilities } from '../guests/guest';
import type { FactTable } from '@flyloft/kit-common';

/** A cluster of hosts; a stand-alone host is a cluster of one. */
export const clusterSchema = z.object({
  id: z.uuid(),
  platformId: z.string(),
  externalId: z.string(),
  name: z.string(),
  visibility: z.enum(visibilities),
  version: z.string().nullable(),
  /** Whether a majority of its nodes agrees; null where it has no such idea. */
  quorate: z.boolean().nullable(),
  hostCount: z.number().int(),
  onlineHostCount: z.number().int(),
  guestCount: z.number().int(),
  runningGuestCount: z.number().int(),
  cpuThreads: z.number(),
  memoryBytes: z.number(),
  allocatedVcpus: z.number(),
  allocatedMemoryBytes: z.number(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
  platformUrl: z.string().nullable(),
});
export type Cluster = z.infer<typeof clusterSchema>;

export const clusterFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  version: { label: 'Version', kind: 'text', sortable: true },
  quorate: { label: 'Quorate', kind: 'boolean', sortable: true },
  visibility: {
    label: 'Visibility',
    kind: 'choice',
    sortable: true,
    choices: visibilities,
  },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
} as const satisfies FactTable;
