import { z } from 'zod';
import type { FactTable } from '@flyloft/kit-common';
import { referenceSchema, visibilities } from '../guests/guest';

/** What an image is; `size` is a named size such as KubeVirt's instance types. */
export const imageKinds = [
  'disk',
  'iso',
  'template',
  'container-template',
  'size',
] as const;

const osFamilies = ['linux', 'windows', 'bsd', 'solaris', 'other'] as const;

/** Something that guests are made from, as one platform has it. */
export const imageSchema = z.object({
  id: z.uuid(),
  platformId: z.string(),
  externalId: z.string(),
  name: z.string(),
  kind: z.enum(imageKinds),
  cluster: referenceSchema.nullable(),
  visibility: z.enum(visibilities),
  sizeBytes: z.number().nullable(),
  /** Names of the storages that hold it. */
  storages: z.array(z.string()),
  osFamily: z.enum(osFamilies).nullable(),
  description: z.string().nullable(),
  /** When it was made, as the platform says. */
  createdAt: z.iso.datetime().nullable(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
  platformUrl: z.string().nullable(),
});
export type Image = z.infer<typeof imageSchema>;

export const imageFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  kind: { label: 'Kind', kind: 'choice', sortable: true, choices: imageKinds },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  cluster: { label: 'Cluster', kind: 'reference', sortable: true },
  osFamily: {
    label: 'OS family',
    kind: 'choice',
    sortable: true,
    choices: osFamilies,
  },
  sizeBytes: { label: 'Size', kind: 'bytes', sortable: true },
  storages: { label: 'Storage', kind: 'list', sortable: false },
  createdAt: { label: 'Made', kind: 'time', sortable: true },
  visibility: {
    label: 'Visibility',
    kind: 'choice',
    sortable: true,
    choices: visibilities,
  },
  lastSeenAt: { label: 'Last seen', kind: 'time', sortable: true },
} as const satisfies FactTable;
