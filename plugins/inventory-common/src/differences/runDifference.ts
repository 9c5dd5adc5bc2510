import { z } from 'zod';
import { changedKinds, fieldChangeSchema } from '../changes/change';
import { syncRunSchema } from '../syncRuns/syncRun';

/**
 * What became of a thing between two runs. `passing`: it came and went, and
 * was there at neither.
 */
export const differenceOutcomes = [
  'appeared',
  'vanished',
  'changed',
  'passing',
] as const;
export type DifferenceOutcome = (typeof differenceOutcomes)[number];

/** The query of a difference: without `from`, since the run before. */
export const runDifferenceQuerySchema = z.strictObject({
  from: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  outcome: z.enum(differenceOutcomes).optional(),
  kind: z.enum(changedKinds).optional(),
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(1000).optional(),
});
export type RunDifferenceQuery = z.infer<typeof runDifferenceQuerySchema>;

/** One thing that is different, with the net step of each of its fields. */
export const differentThingSchema = z.object({
  kind: z.enum(changedKinds),
  objectId: z.uuid(),
  platformId: z.string(),
  name: z.string(),
  outcome: z.enum(differenceOutcomes),
  fields: z.array(fieldChangeSchema),
});
export type DifferentThing = z.infer<typeof differentThingSchema>;

/** How the picture after one run differs from that after another. */
export const runDifferenceSchema = z.object({
  from: syncRunSchema,
  to: syncRunSchema,
  /** The platform of both runs; null when they differ: then all platforms. */
  platformId: z.string().nullable(),
  counts: z.array(
    z.object({
      kind: z.enum(changedKinds),
      outcome: z.enum(differenceOutcomes),
      count: z.number().int(),
    }),
  ),
  /** How many changed things differ in a field, most first. */
  fields: z.array(
    z.object({
      kind: z.enum(changedKinds),
      field: z.string(),
      count: z.number().int(),
    }),
  ),
  items: z.array(differentThingSchema),
  nextCursor: z.string().nullable(),
});
export type RunDifference = z.infer<typeof runDifferenceSchema>;
