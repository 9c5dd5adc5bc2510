import { z } from 'zod';
import { freshnessStateSchema } from '@flyloft/kit-common';

/*
 * The read API for scripts: plain JSON with snake_case names, the way the IT
 * team's scripts read their inventory before. Its names are kept for ever.
 */

/** One platform's picture: what is not fresh must not be taken for current. */
export const livePlatformSchema = z.object({
  id: z.string(),
  title: z.string(),
  state: freshnessStateSchema,
  collected_at: z.iso.datetime().nullable(),
  error: z.string().nullable(),
});

/** `GET /v1/health`. */
export const liveHealthSchema = z.object({
  /** The worst of the platforms' states; `ok` when all are fresh. */
  status: z.enum(['ok', 'stale', 'failed', 'never']),
  /** The oldest of the platforms' moments. */
  collected_at: z.iso.datetime().nullable(),
  platforms: z.array(livePlatformSchema),
});
export type LiveHealth = z.infer<typeof liveHealthSchema>;

/** With `require=fresh` an answer that is not `ok` has the status 503. */
export const liveHealthQuerySchema = z.strictObject({
  require: z.literal('fresh').optional(),
});

/** One guest of the live inventory. */
export const liveGuestSchema = z.object({
  id: z.uuid(),
  platform: z.string(),
  /** The platform's own id. */
  vmid: z.string(),
  name: z.string(),
  type: z.string(),
  status: z.string(),
  /** `visible` or `unreachable`: then its facts are the last known ones. */
  visibility: z.string(),
  cluster: z.string().nullable(),
  node: z.string().nullable(),
  hostname: z.string().nullable(),
  os: z.string().nullable(),
  ip: z.string().nullable(),
  ips: z.array(z.string()),
  macs: z.array(z.string()),
  networks: z.array(z.string()),
  /** Another guest shows one of its addresses, too. */
  duplicate_ip: z.boolean(),
  vcpus: z.number().nullable(),
  memory_bytes: z.number().nullable(),
  disk_bytes: z.number().nullable(),
  template: z.boolean(),
  tags: z.array(z.string()),
  pool: z.string().nullable(),
  owner: z.string().nullable(),
  last_backup_at: z.iso.datetime().nullable(),
  collected_at: z.iso.datetime(),
});
export type LiveGuest = z.infer<typeof liveGuestSchema>;

/** `GET /v1/live`: the freshness first, then every guest, streamed. */
export const liveInventorySchema = liveHealthSchema.extend({
  generated_at: z.iso.datetime(),
  guests: z.array(liveGuestSchema),
});

/** `GET /v1/live`, of all platforms or one. */
export const liveQuerySchema = z.strictObject({
  platform: z.string().min(1).max(63).optional(),
});

/** `POST /v1/refresh`: of all platforms that the token is good for, or one. */
export const liveRefreshSchema = z.strictObject({
  platform: z.string().min(1).max(63).optional(),
});

/** What a refresh began, or found under way. */
export const liveRefreshAnswerSchema = z.object({
  runs: z.array(
    z.object({
      id: z.string(),
      platform: z.string(),
      state: z.string(),
      requested_at: z.iso.datetime(),
    }),
  ),
});
