import { z } from 'zod';
import { platformFormSchema, platformValuesSchema } from './platformForm';

/**
 * A platform's own id, for ever: another id is another platform. `new` is not
 * one: the page that adds platforms has that address.
 */
export const platformIdPattern = /^(?!new$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

const titleSchema = z
  .string()
  .trim()
  .min(1, 'a title of 1 to 100 characters')
  .max(100, 'a title of 1 to 100 characters');

/** Secrets by field name. They go in and never come back. */
const secretsSchema = z.record(
  z.string().max(100),
  z.string().max(65_536, 'a secret has at most 65536 characters'),
);

/** What people say of a platform that they configure in the portal. */
export const platformEditSchema = z.object({
  title: titleSchema,
  /** Null takes the interval of the site. */
  intervalMinutes: z.number().int().min(1).max(1440).nullable(),
  /** A sync that takes longer is given up. */
  timeoutMinutes: z.number().int().min(1).max(1440),
  values: platformValuesSchema,
  /** One that is empty or left out keeps what was there. */
  secrets: secretsSchema,
});
export type PlatformEdit = z.infer<typeof platformEditSchema>;

/** A platform to add. */
export const platformAdditionSchema = platformEditSchema.extend({
  id: z
    .string()
    .regex(
      platformIdPattern,
      "small letters, digits and dashes, at most 63, and not 'new'; it never changes",
    ),
  type: z.string().max(50),
  enabled: z.boolean(),
});
export type PlatformAddition = z.infer<typeof platformAdditionSchema>;

/** What is to be tried out; with the id of a platform its secrets are taken. */
export const platformTrialSchema = z.object({
  id: z.string().max(63).optional(),
  type: z.string().max(50),
  values: platformValuesSchema,
  secrets: secretsSchema,
});
export type PlatformTrial = z.infer<typeof platformTrialSchema>;

/** A platform as its settings are, without its secrets. */
export const platformEntrySchema = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  /** `file`: it stands in a configuration file, which wins; read-only here. */
  origin: z.enum(['file', 'portal']),
  /** Where in the files it stands: `inventory.platforms[0]`. */
  fileKey: z.string().nullable(),
  enabled: z.boolean(),
  intervalMinutes: z.number().nullable(),
  timeoutMinutes: z.number(),
  values: platformValuesSchema,
  /** The names of the secret fields that have a value. */
  secretsSet: z.array(z.string()),
  /** Counts edits, for `If-Match`. */
  version: z.number(),
  /** Why it can't be collected as it is configured; null when it can. */
  problem: z.string().nullable(),
  changedBy: z.string().nullable(),
  changedAt: z.iso.datetime().nullable(),
});
export type PlatformEntry = z.infer<typeof platformEntrySchema>;

/** A type of platform that this portal can read, with the form to add one. */
export const platformTypeSchema = z.object({
  type: z.string(),
  form: platformFormSchema.nullable(),
});
export type PlatformTypeDescription = z.infer<typeof platformTypeSchema>;

/** What goes with a platform that is removed. */
export const platformRemovalSchema = z.object({
  title: z.string(),
  guests: z.number(),
  hosts: z.number(),
  clusters: z.number(),
  networks: z.number(),
  storages: z.number(),
  /** A sync is queued or under way; it ends without effect. */
  syncUnderWay: z.boolean(),
});
export type PlatformRemoval = z.infer<typeof platformRemovalSchema>;

/** What is to become of a removed platform's guests. */
export const platformRemovalRequestSchema = z.object({
  /** `keep`: they stay as they were last seen. `delete`: deleted, with the reason. */
  guests: z.enum(['keep', 'delete']),
  reason: z.string().trim().min(1, 'a reason').max(500),
});
export type PlatformRemovalRequest = z.infer<
  typeof platformRemovalRequestSchema
>;
