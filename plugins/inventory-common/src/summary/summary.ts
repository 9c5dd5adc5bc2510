import { z } from 'zod';
import { freshnessSchema } from '@flyloft/kit-common';

const tally = z.array(z.object({ value: z.string(), count: z.number().int() }));

/** The figures of the dashboard, within what the caller may see. */
export const summarySchema = z.object({
  guests: z.object({
    total: z.number().int(),
    running: z.number().int(),
    unreachable: z.number().int(),
    withoutOwner: z.number().int(),
    withDuplicateAddress: z.number().int(),
    withoutAddress: z.number().int(),
    identityInDoubt: z.number().int(),
    templates: z.number().int(),
    /** Not backed up in the last 7 days; 0 where no platform tells of backups. */
    withoutBackup: z.number().int(),
  }),
  /** Guests by platform, power state, OS family and type. */
  byPlatform: tally,
  byPowerState: tally,
  byOsFamily: tally,
  byType: tally,
  /** Null where the caller may not see the infrastructure. */
  infrastructure: z
    .object({
      hosts: z.number().int(),
      hostsOnline: z.number().int(),
      clusters: z.number().int(),
      networks: z.number().int(),
      networksInUse: z.number().int(),
      storages: z.number().int(),
      storageBytes: z.number(),
      storageUsedBytes: z.number(),
      cpuThreads: z.number(),
      memoryBytes: z.number(),
      heldRuns: z.number().int(),
    })
    .nullable(),
  addresses: z.object({
    total: z.number().int(),
    distinct: z.number().int(),
    duplicated: z.number().int(),
  }),
  allocated: z.object({
    vcpus: z.number(),
    memoryBytes: z.number(),
    diskBytes: z.number(),
  }),
  /** How many changes the last 24 hours brought, by operation. */
  changesLastDay: tally,
  freshness: freshnessSchema,
});
export type Summary = z.infer<typeof summarySchema>;
