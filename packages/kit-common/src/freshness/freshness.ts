import { z } from 'zod';

/**
 * Whether what is shown can be taken for the present. `stale`: older than
 * twice the platform's interval; `failed`: the last sync failed or is held,
 * what is shown is the last good picture; `never`: nothing was collected yet.
 */
export const freshnessStateSchema = z.enum([
  'fresh',
  'stale',
  'failed',
  'never',
]);
export type FreshnessState = z.infer<typeof freshnessStateSchema>;

/** How fresh one platform's picture is. */
export const platformFreshnessSchema = z.object({
  platformId: z.string(),
  title: z.string(),
  state: freshnessStateSchema,
  /** When the last good sync collected it; null before the first. */
  collectedAt: z.iso.datetime().nullable(),
  intervalSeconds: z.number(),
  /** Why the last sync did not succeed, in words for people. */
  problem: z.string().nullable(),
});
export type PlatformFreshness = z.infer<typeof platformFreshnessSchema>;

/** The freshness of an answer: the worst of the platforms it draws on. */
export const freshnessSchema = z.object({
  state: freshnessStateSchema,
  /** The oldest of the platforms' moments; null when one has none. */
  collectedAt: z.iso.datetime().nullable(),
  platforms: z.array(platformFreshnessSchema),
});
export type Freshness = z.infer<typeof freshnessSchema>;

const order: Record<FreshnessState, number> = {
  fresh: 0,
  stale: 1,
  failed: 2,
  never: 3,
};

/** Joins the freshness of several platforms into that of one answer. */
export function joinFreshness(platforms: PlatformFreshness[]): Freshness {
  const state = platforms.reduce<FreshnessState>(
    (worst, { state: next }) => (order[next] > order[worst] ? next : worst),
    platforms.length === 0 ? 'never' : 'fresh',
  );
  const moments = platforms.map(platform => platform.collectedAt);
  const known = moments.filter(moment => moment !== null).sort();
  return {
    state,
    collectedAt:
      known.length === moments.length && known.length > 0 ? known[0]! : null,
    platforms,
  };
}

/**
 * Decides the state of one platform from its last good and last failed sync.
 * Pure: `now` is an argument.
 */
export function freshnessStateOf(input: {
  collectedAt: Date | null;
  lastRunFailed: boolean;
  intervalSeconds: number;
  /** A picture older than so many intervals is stale; two when absent. */
  staleAfterIntervals?: number;
  now: Date;
}): FreshnessState {
  if (!input.collectedAt) return 'never';
  if (input.lastRunFailed) return 'failed';
  const ageSeconds = (input.now.getTime() - input.collectedAt.getTime()) / 1000;
  const intervals = input.staleAfterIntervals ?? 2;
  return ageSeconds > intervals * input.intervalSeconds ? 'stale' : 'fresh';
}
