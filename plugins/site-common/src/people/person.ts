import type { FactTable } from '@flyloft/kit-common';
import { z } from 'zod';
import { roleNames } from '../roles/roleAssignment';

/** Somebody who is in the directory, or who signed in once. */
export const personSchema = z.object({
  /** Their ref in the catalog: `user:default/ida`. */
  id: z.string(),
  name: z.string(),
  email: z.string().nullable(),
  /** Whether the catalog has them; who is not there can't sign in. */
  known: z.boolean(),
  /** Each way to each role: their own ref or that of a group of theirs. */
  roles: z.array(
    z.object({
      role: z.enum(roleNames),
      through: z.string(),
      source: z.enum(['file', 'page']),
    }),
  ),
  /** As far as sessions are kept; null: in none of them. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** Whether they proved a second factor then. */
  multiFactor: z.boolean().nullable(),
  openSessions: z.number().int(),
});
export type Person = z.infer<typeof personSchema>;

/** What the list of people filters and sorts by. */
export const personFacts = {
  name: { label: 'Person', kind: 'text', sortable: true },
  roles: {
    label: 'Role',
    kind: 'choice',
    sortable: false,
    choices: roleNames,
  },
  known: { label: 'In the directory', kind: 'boolean', sortable: false },
} as const satisfies FactTable;
