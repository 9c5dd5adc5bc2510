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
