import { z } from 'zod';
import { referenceSchema, visibilities } from '../guests/guest';
import type { FactTable } from '@flyloft/kit-common';

export const networkKinds = [
  'bridge',
  'vlan',
  'bond',
  'vnet',
  'physical',
  'other',
] as const;

/** A network that guests attach to, as one platform defines it. */
export const networkSchema = z.object({
  id: z.uuid(),
  platformId: z.string(),
  externalId: z.string(),
  name: z.string(),
  kind: z.enum(networkKinds),
  cluster: referenceSchema.nullable(),
  visibility: z.enum(visibilities),
  vlanTag: z.number().int().nullable(),
  vlanAware: z.boolean().nullable(),
  /** Prefixes that hosts have on it: `10.2.0.0/24`. */
  prefixes: z.array(z.string()),
  /** Names of the hosts that have it. */
  hosts: z.array(z.string()),
  description: z.string().nullable(),
  guestCount: z.number().int(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
});
export type Network = z.infer<typeof networkSchema>;

export const networkFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  kind: {
    label: 'Kind',
    kind: 'choice',
    sortable: true,
    choices: networkKinds,
  },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  cluster: { label: 'Cluster', kind: 'reference', sortable: true },
  vlanTag: { label: 'VLAN', kind: 'number', sortable: true },
  guestCount: { label: 'Guests', kind: 'number', sortable: true },
  visibility: {
    label: 'Visibility',
    kind: 'choice',
    sortable: true,
    choices: visibilities,
  },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
} as const satisfies FactTable;
