import { z } from 'zod';
import { powerStates, referenceSchema, visibilities } from '../guests/guest';
import type { FactTable } from '@flyloft/kit-common';

/** An address as seen on one NIC of one guest; duplicates are several rows. */
export const seenAddressSchema = z.object({
  id: z.string(),
  address: z.string(),
  family: z.union([z.literal(4), z.literal(6)]),
  prefixLength: z.number().int().nullable(),
  /** `manual`: people say so. */
  source: z.enum(['agent', 'configured', 'interface', 'manual']),
  platformId: z.string(),
  guest: referenceSchema.extend({
    powerState: z.enum(powerStates),
    visibility: z.enum(visibilities),
  }),
  nic: z.string(),
  macAddress: z.string().nullable(),
  network: z.string().nullable(),
  vlanTag: z.number().int().nullable(),
  ownerRef: z.string().nullable(),
  /** How many guests the caller may see show it now; over 1 is a duplicate. */
  guestCount: z.number().int(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});
export type SeenAddress = z.infer<typeof seenAddressSchema>;

export const addressFacts = {
  address: { label: 'Address', kind: 'address', sortable: true },
  family: { label: 'Family', kind: 'number', sortable: true },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  guest: { label: 'Guest', kind: 'reference', sortable: true },
  macAddress: { label: 'MAC', kind: 'mac', sortable: true },
  network: { label: 'Network', kind: 'text', sortable: true },
  vlanTag: { label: 'VLAN', kind: 'number', sortable: true },
  ownerRef: { label: 'Owner', kind: 'reference', sortable: true },
  source: {
    label: 'Source',
    kind: 'choice',
    sortable: true,
    choices: ['agent', 'configured', 'interface', 'manual'],
  },
  duplicate: { label: 'Duplicate', kind: 'boolean', sortable: false },
  firstSeenAt: { label: 'First seen', kind: 'time', sortable: true },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
} as const satisfies FactTable;
