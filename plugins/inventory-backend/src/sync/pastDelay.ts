import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';

/**
 * Which platforms may be synced by the clock already: each has, after the
 * portal's start, a delay of its own. When one is due says the queue itself,
 * so that replicas agree and nothing is kept here.
 */
export function pastDelay(
  platforms: readonly ConfiguredPlatform[],
  upSeconds: number,
): ConfiguredPlatform[] {
  return platforms.filter(
    platform => upSeconds >= platform.initialDelaySeconds,
  );
}
