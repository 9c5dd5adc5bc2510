import { z } from 'zod';

/** How many characters a free text search takes. */
export const searchTextLimit = 200;

/** Text as PostgreSQL can hold it. */
export const searchTextSchema = z
  .string()
  .trim()
  .max(searchTextLimit, `holds at most ${searchTextLimit} characters`)
  .refine(text => !text.includes('\0'), 'must not hold a NUL character');

/** How many rows a page of a list may hold. */
export const pageLimits = { default: 50, max: 500 } as const;

const repeated = z
  .union([z.string(), z.array(z.string())])
  .transform(value => (Array.isArray(value) ? value : [value]));

/**
 * The query of every list: free text, conditions, order, page. Filters and
 * sort are read against the list's own facts by `parseFilter` and `parseSort`.
 */
export const listQuerySchema = z.strictObject({
  /** Free text over the names, addresses and ids of the list's things. */
  q: searchTextSchema.optional(),
  filter: repeated.pipe(z.array(z.string().max(2000)).max(30)).optional(),
  sort: z.string().max(60).optional(),
  limit: z.coerce.number().int().min(1).max(pageLimits.max).optional(),
  cursor: z.string().max(2000).optional(),
  /** `exclude` (default), `include` or `only` what was deleted. */
  deleted: z.enum(['exclude', 'include', 'only']).optional(),
  /** The list as it was at this moment (ISO 8601); guests only. */
  at: z.iso.datetime({ offset: true }).optional(),
});

/** A list's query as a caller writes it. */
export type ListQuery = Partial<{
  q: string;
  filter: string[];
  sort: string;
  limit: number;
  cursor: string;
  deleted: 'exclude' | 'include' | 'only';
  at: string;
}>;
