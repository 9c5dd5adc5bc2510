import type { ConfiguredPlatform } from './ConfiguredPlatform';

/** A platform that is being read; its collector stays open until the release. */
export interface HeldPlatform {
  platform: ConfiguredPlatform;
  release(): void;
}

/** Where the engine gets the platforms that are configured at this moment. */
export interface PlatformSource {
  /** Those that are to be synced now. */
  all(): ConfiguredPlatform[];

  /**
   * The platform as it is configured now, newer than what `all` may say; null
   * when it is no longer to be synced.
   */
  acquire(id: string): Promise<HeldPlatform | null>;
}

/** Platforms that never change. */
export function fixedPlatforms(
  platforms: readonly ConfiguredPlatform[],
): PlatformSource {
  return {
    all: () => [...platforms],
    async acquire(id) {
      const platform = platforms.find(one => one.id === id);
      return platform ? { platform, release: () => {} } : null;
    },
  };
}
