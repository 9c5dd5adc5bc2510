import { z } from 'zod';
import { referenceSchema, visibilities } from '../guests/guest';
import type { FactTable } from '@flyloft/kit-common';

export const hostStatuses = ['online', 'offline', 'unknown'] as const;

/** A hypervisor host (a node, on Proxmox). Use is the last sample, not a history. */
export const hostSchema = z.object({
  id: z.uuid(),
  platformId: z.string(),
  externalId: z.string(),
  name: z.string(),
  cluster: referenceSchema.nullable(),
  status: z.enum(hostStatuses),
  visibility: z.enum(visibilities),
  address: z.string().nullable(),
  version: z.string().nullable(),
  kernel: z.string().nullable(),
  cpuModel: z.string().nullable(),
  cpuSockets: z.number().nullable(),
  cpuCores: z.number().nullable(),
  cpuThreads: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  memoryUsedBytes: z.number().nullable(),
  diskBytes: z.number().nullable(),
  diskUsedBytes: z.number().nullable(),
  /** 0 to 1. */
  cpuUsed: z.number().nullable(),
  startedAt: z.iso.datetime().nullable(),
  vendor: z.string().nullable(),
  model: z.string().nullable(),
  serial: z.string().nullable(),
  /** In maintenance or cordoned: it takes no new guests. */
  maintenance: z.boolean().nullable(),
  /** When the certificate of its own interface ends. */
  certificateExpiresAt: z.iso.datetime().nullable(),
  /** The platform's words: level and state. */
  subscription: z.string().nullable(),
  subscriptionExpiresAt: z.iso.datetime().nullable(),
  guestCount: z.number().int(),
  runningGuestCount: z.number().int(),
  /** What its running guests are given in all. */
  allocatedVcpus: z.number(),
  allocatedMemoryBytes: z.number(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
  platformUrl: z.string().nullable(),
});
export type Host = z.infer<typeof hostSchema>;

export const hostFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  status: {
    label: 'Status',
    kind: 'choice',
    sortable: true,
    choices: hostStatuses,
  },
  visibility: {
    label: 'Visibility',
    kind: 'choice',
    sortable: true,
    choices: visibilities,
  },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  cluster: { label: 'Cluster', kind: 'reference', sortable: true },
  address: { label: 'Address', kind: 'address', sortable: true },
  version: { label: 'Version', kind: 'text', sortable: true },
  cpuModel: { label: 'CPU', kind: 'text', sortable: true },
  cpuThreads: { label: 'Threads', kind: 'number', sortable: true },
  memoryBytes: { label: 'Memory', kind: 'bytes', sortable: true },
  vendor: { label: 'Vendor', kind: 'text', sortable: true },
  model: { label: 'Model', kind: 'text', sortable: true },
  serial: { label: 'Serial number', kind: 'text', sortable: true },
  maintenance: { label: 'In maintenance', kind: 'boolean', sortable: true },
  certificateExpiresAt: {
    label: 'Certificate ends',
    kind: 'time',
    sortable: true,
  },
  subscription: { label: 'Subscription', kind: 'text', sortable: true },
  subscriptionExpiresAt: {
    label: 'Subscription ends',
    kind: 'time',
    sortable: true,
  },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
} as const satisfies FactTable;
