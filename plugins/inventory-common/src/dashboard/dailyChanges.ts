import { z } from 'zod';
import { changeTypes } from '../changes/change';

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** Which days are counted, and where they begin. */
export const dailyChangesQuerySchema = z.strictObject({
  days: z.coerce.number().int().min(1).max(366).optional(),
  timeZone: z
    .string()
    .max(60)
    .refine(isTimeZone, 'is no time zone; expected for example Europe/Berlin')
    .optional(),
});
export type DailyChangesQuery = z.infer<typeof dailyChangesQuerySchema>;

/**
 * How many changes each day brought, by their type: a change of two types
 * counts for both. Days and types without any are left out.
 */
export const dailyChangesSchema = z.object({
  /** The first day that was asked for, and the last: today. */
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.string(),
  items: z.array(
    z.object({
      day: z.iso.date(),
      type: z.enum(changeTypes),
      count: z.number().int(),
    }),
  ),
});
export type DailyChanges = z.infer<typeof dailyChangesSchema>;
