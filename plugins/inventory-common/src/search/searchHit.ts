import { searchTextSchema } from '@flyloft/kit-common';
import { z } from 'zod';

/** One thing that matches what was typed, with the part that matched. */
export const searchHitSchema = z.object({
  kind: z.enum(['guest', 'host', 'cluster', 'network', 'address']),
  /** The id of the thing to open; for an address, that of its guest. */
  id: z.string(),
  title: z.string(),
  /** Where it is, in words: `pve-west · pve3 · running`. */
  context: z.string(),
  matched: z.object({ fact: z.string(), value: z.string() }),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

export const searchQuerySchema = z.strictObject({
  q: searchTextSchema.refine(text => text !== '', 'must not be empty'),
  limit: z.coerce.number().int().min(1).max(50).optional(),
});

export const searchAnswerSchema = z.object({
  hits: z.array(searchHitSchema),
});
