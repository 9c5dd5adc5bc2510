import { z } from 'zod';

/** A setting with the value in force, and where that comes from. */
export const settingSchema = z.object({
  key: z.string(),
  section: z.string(),
  label: z.string(),
  help: z.string(),
  kind: z.enum(['number', 'text']),
  /** What a number counts; null for a text. */
  unit: z.string().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  default: z.union([z.number(), z.string()]),
  value: z.union([z.number(), z.string()]),
  /** `file`: a configuration file says it under the same key, and wins. */
  source: z.enum(['default', 'page', 'file']),
  /** Counts edits, for `If-Match`; 0 while nobody set it on the page. */
  version: z.number(),
  changedBy: z.string().nullable(),
  changedAt: z.iso.datetime().nullable(),
});
export type Setting = z.infer<typeof settingSchema>;

/** A new value of a setting. */
export const settingEditSchema = z.object({
  value: z.union([z.number(), z.string().max(1_000)]),
});

/** What the portal calls itself; anybody may read it, also before signing in. */
export const siteNamesSchema = z.object({
  portal: z.string(),
  /** Whose it is; empty where nobody said. */
  organization: z.string(),
});
export type SiteNames = z.infer<typeof siteNamesSchema>;
