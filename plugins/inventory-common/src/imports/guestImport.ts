import { z } from 'zod';
import type { FactTable } from '@flyloft/kit-common';
import { bulkEditSchema } from '../bulkEdits/bulkEdit';
import { reasonSchema } from '../manual/overrides';

/** How large a file of manual data may be. */
export const guestImportLimits = {
  bytes: 20 * 1024 * 1024,
  rows: 20_000,
} as const;

/** In a cell: takes the value away. An empty cell leaves it as it is. */
export const clearingWord = '(none)';

/** The columns by which a row finds its guest: the first of them that it fills. */
export const importKeyColumns = [
  'id',
  'platformId',
  'externalId',
  'name',
] as const;

/** The columns that are written; `custom.<key>` beside them. */
export const importColumns = [
  'technicalOwner',
  'businessOwner',
  'project',
  'stage',
  'notes',
  'tags',
  'tags+',
  'tags-',
] as const;

/** What becomes of a row. */
export const importRowStates = ['change', 'same', 'error'] as const;

/** A file of manual data that was looked at; nothing is written until it is applied. */
export const guestImportSchema = z.object({
  id: z.uuid(),
  fileName: z.string(),
  by: z.string(),
  createdAt: z.iso.datetime(),
  /** The columns that are written. */
  columns: z.array(z.string()),
  /** Columns of an export that only platforms write. */
  ignoredColumns: z.array(z.string()),
  totals: z.object({
    rows: z.number().int(),
    change: z.number().int(),
    same: z.number().int(),
    error: z.number().int(),
  }),
  /** The edit that it became; null as long as nobody applied it. */
  editId: z.uuid().nullable(),
});
export type GuestImport = z.infer<typeof guestImportSchema>;

/** One row of a file: what it would do, or why it can't. */
export const guestImportRowSchema = z.object({
  /** The number of its line, as text. */
  id: z.string(),
  line: z.number().int(),
  guestId: z.uuid().nullable(),
  /** The guest's name, or what the row calls it. */
  name: z.string(),
  state: z.enum(importRowStates),
  fields: z.array(
    z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }),
  ),
  errors: z.array(z.string()),
});
export type GuestImportRow = z.infer<typeof guestImportRowSchema>;

export const guestImportRowFacts = {
  line: { label: 'Line', kind: 'number', sortable: true },
  name: { label: 'Guest', kind: 'text', sortable: true },
  state: {
    label: 'Effect',
    kind: 'choice',
    sortable: true,
    choices: importRowStates,
  },
} as const satisfies FactTable;

/** How a file is sent: its text as the body, its name beside it. */
export const guestImportQuerySchema = z.strictObject({
  fileName: z.string().trim().min(1).max(200).optional(),
});

export const guestImportApplicationSchema = z.strictObject({
  /** Applies the others where rows have errors; otherwise that is refused. */
  leaveOutErrors: z.boolean().default(false),
  reason: reasonSchema.nullable().optional(),
});
export type GuestImportApplication = z.output<
  typeof guestImportApplicationSchema
>;
export type GuestImportApplicationInput = z.input<
  typeof guestImportApplicationSchema
>;

/** An import that was applied, and the bulk edit by which it is undone. */
export const appliedImportSchema = z.object({
  import: guestImportSchema,
  edit: bulkEditSchema,
});
export type AppliedImport = z.infer<typeof appliedImportSchema>;

/** The refusal of an import (status 409) whose guests changed since it was looked at. */
export const importDifferenceSchema = z.object({
  count: z.number().int(),
  /** The first of them. */
  rows: z.array(
    z.object({
      line: z.number().int(),
      name: z.string(),
      field: z.string().nullable(),
      previewed: z.unknown(),
      now: z.unknown(),
    }),
  ),
});
export type ImportDifference = z.infer<typeof importDifferenceSchema>;
