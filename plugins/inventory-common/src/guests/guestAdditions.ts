import { z } from 'zod';

/** An owner in a list: an external person by name, others by their reference. */
export const ownerLabelSchema = z.object({
  ref: z.string(),
  name: z.string(),
});
export type OwnerLabel = z.infer<typeof ownerLabelSchema>;

/** What lists show of what people added to a guest. */
export const guestAdditions = {
  technicalOwner: ownerLabelSchema.nullable(),
  businessOwner: ownerLabelSchema.nullable(),
  project: z.string().nullable(),
  stage: z.enum(['production', 'test', 'development']).nullable(),
  /** Markdown. */
  notes: z.string().nullable(),
  /** Values of the fields that people defined, by key. */
  customFields: z.record(
    z.string(),
    z.union([z.string(), z.number(), z.boolean()]),
  ),
  /** The facts of which another value is shown than the platform's. */
  overridden: z.array(z.string()),
  /** Who deleted it; null is a sync by schedule, or the past. */
  deletedBy: z.string().nullable(),
  /** A person deleted it, and a person can restore it. */
  restorable: z.boolean(),
};
