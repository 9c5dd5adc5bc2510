import { z } from 'zod';
import type { FactTable } from '@flyloft/kit-common';
import { oneLine } from '../manual/overrides';

/** What is known of an owner who has no account here. */
export const personInputSchema = z.strictObject({
  name: oneLine(200),
  email: z.email().max(254).nullable().optional(),
  designation: oneLine(200).nullable().optional(),
  department: oneLine(200).nullable().optional(),
});
export type PersonInput = z.infer<typeof personInputSchema>;

/** An external person who may own guests. */
export const personSchema = z.object({
  id: z.uuid(),
  /** What names them as an owner: `person:external/<id>`. */
  ref: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  designation: z.string().nullable(),
  department: z.string().nullable(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
});
export type Person = z.infer<typeof personSchema>;

export const personFacts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  email: { label: 'E-mail', kind: 'text', sortable: true },
  designation: { label: 'Designation', kind: 'text', sortable: true },
  department: { label: 'Department', kind: 'text', sortable: true },
  createdAt: { label: 'Added', kind: 'time', sortable: true },
} as const satisfies FactTable;

/** Starts the reference of an external person; the rest is the id. */
export const personRefPrefix = 'person:external/';
