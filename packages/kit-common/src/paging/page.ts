import { z } from 'zod';
import { freshnessSchema, type Freshness } from '../freshness/freshness';

/** The answer of every list: one page, the way on, the whole count, its age. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    /** Pass as `cursor` for the next page; null on the last. */
    nextCursor: z.string().nullable(),
    /** How many things match, on all pages. */
    total: z.number().int(),
    freshness: freshnessSchema,
  });
}

/** One page of a list. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
  total: number;
  freshness: Freshness;
}
