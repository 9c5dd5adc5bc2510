import { z } from 'zod';
import { platformFreshnessSchema } from '@flyloft/kit-common';
import { syncRunSchema } from '../syncRuns/syncRun';

/** A platform that the inventory collects from, without its credentials. */
export const platformSchema = z.object({
  id: z.string(),
  type: z.string(),
  title: z.string(),
  intervalSeconds: z.number(),
  freshness: platformFreshnessSchema,
  lastRun: syncRunSchema.nullable(),
  runningRun: syncRunSchema.nullable(),
  /** How its changes are followed between syncs; absent where it tells of none. */
  watch: z
    .object({
      state: z.enum(['connecting', 'watching', 'waiting']),
      since: z.iso.datetime(),
      /** Why it waits to be begun again. */
      problem: z.string().nullable(),
    })
    .optional(),
  counts: z.object({
    guests: z.number(),
    hosts: z.number(),
    clusters: z.number(),
    networks: z.number(),
    storages: z.number(),
    images: z.number(),
    unreachable: z.number(),
  }),
});
export type Platform = z.infer<typeof platformSchema>;
