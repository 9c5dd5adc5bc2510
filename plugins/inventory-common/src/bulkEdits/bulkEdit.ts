import { z } from 'zod';
import { listQuerySchema } from '@flyloft/kit-common';
import {
  manualLimits,
  manualPatchSchema,
  tagSchema,
} from '../manual/guestManual';
import { reasonSchema } from '../manual/overrides';

/** How many guests an edit takes: named one by one, or found by a query. */
export const bulkEditLimits = { ids: 2_000, guests: 20_000 } as const;

/** Which guests: some by id, or all that a list's query matches. */
export const guestSelectionSchema = z.union([
  z.strictObject({
    ids: z.array(z.uuid()).min(1).max(bulkEditLimits.ids),
  }),
  z.strictObject({
    query: listQuerySchema.pick({ q: true, filter: true }),
  }),
]);
export type GuestSelection = z.output<typeof guestSelectionSchema>;
export type GuestSelectionInput = z.input<typeof guestSelectionSchema>;

/** What to write to each; tags come and go beside those that are there. */
export const bulkPatchSchema = manualPatchSchema
  .omit({ tags: true, addresses: true })
  .extend({
    tags: z
      .strictObject({
        add: z.array(tagSchema).max(manualLimits.tags).default([]),
        remove: z.array(tagSchema).max(manualLimits.tags).default([]),
      })
      .optional(),
  });
export type BulkPatch = z.output<typeof bulkPatchSchema>;
export type BulkPatchInput = z.input<typeof bulkPatchSchema>;

/** A bulk edit to look at before it is done. */
export const bulkEditRequestSchema = z.strictObject({
  selection: guestSelectionSchema,
  patch: bulkPatchSchema,
});
export type BulkEditRequest = z.output<typeof bulkEditRequestSchema>;
export type BulkEditRequestInput = z.input<typeof bulkEditRequestSchema>;

/** What an edit does to the guests of its selection. */
export const bulkEffectsSchema = z.object({
  matched: z.number().int(),
  willChange: z.number().int(),
  /** These say the same already. */
  alreadySo: z.number().int(),
  refused: z.array(z.object({ reason: z.string(), count: z.number().int() })),
});
export type BulkEffects = z.infer<typeof bulkEffectsSchema>;

/** One guest's part of an edit. */
export const bulkSampleSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  fields: z.array(
    z.object({ field: z.string(), from: z.unknown(), to: z.unknown() }),
  ),
});
export type BulkSample = z.infer<typeof bulkSampleSchema>;

/** What would happen. Applying it names `id`, and is refused where this is no longer so. */
export const bulkPreviewSchema = z.object({
  id: z.uuid(),
  effects: bulkEffectsSchema,
  /** The first guests that change. */
  samples: z.array(bulkSampleSchema),
});
export type BulkPreview = z.infer<typeof bulkPreviewSchema>;

/** The guests of a file that was imported; it is undone like any bulk edit. */
export const importedSelectionSchema = z.object({
  importId: z.uuid(),
  fileName: z.string(),
  /** The fields that it wrote: `project`, `customFields.cost` … */
  fields: z.array(z.string()),
});

export const bulkEditStates = ['previewed', 'applied', 'undone'] as const;

/** A bulk edit as it stands. */
export const bulkEditSchema = z.object({
  id: z.uuid(),
  state: z.enum(bulkEditStates),
  by: z.string(),
  createdAt: z.iso.datetime(),
  appliedAt: z.iso.datetime().nullable(),
  selection: z.union([guestSelectionSchema, importedSelectionSchema]),
  patch: z.unknown(),
  effects: bulkEffectsSchema,
  undoneAt: z.iso.datetime().nullable(),
  undoneBy: z.string().nullable(),
  /** How many guests have again what they had before the edit. */
  restored: z.number().int().nullable(),
  /** How many somebody edited since: these stay as they are. */
  kept: z.number().int().nullable(),
});
export type BulkEdit = z.infer<typeof bulkEditSchema>;

/** The guests that an undo left as they are, since somebody edited them after the bulk edit. */
export const bulkUndoSchema = z.object({
  edit: bulkEditSchema,
  keptGuests: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      editedBy: z.string().nullable(),
      editedAt: z.iso.datetime().nullable(),
    }),
  ),
});
export type BulkUndo = z.infer<typeof bulkUndoSchema>;

export const bulkUndoRequestSchema = z.strictObject({
  reason: reasonSchema.nullable().optional(),
});
export type BulkUndoRequest = z.infer<typeof bulkUndoRequestSchema>;

/** The refusal of an edit (status 409) whose guests are no longer those that were previewed. */
export const bulkDifferenceSchema = z.object({
  previewed: bulkEffectsSchema,
  /** As it would be now, to apply instead. */
  now: bulkPreviewSchema,
});
export type BulkDifference = z.infer<typeof bulkDifferenceSchema>;
