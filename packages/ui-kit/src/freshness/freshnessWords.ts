import type { Freshness, PlatformFreshness } from '@flyloft/kit-common';
import { relativeTime } from '../time/timeWords';

const stateWords: Record<Freshness['state'], string> = {
  fresh: 'ok',
  stale: 'stale',
  failed: 'not up to date',
  never: 'without data',
};

/** The chip's words: how old the answer is, and whether all is well. */
export function freshnessWords(freshness: Freshness, now: Date): string {
  const { platforms } = freshness;
  if (platforms.length === 0) return 'no platform';
  const age = freshness.collectedAt
    ? `as of ${relativeTime(new Date(freshness.collectedAt), now)}`
    : 'not collected yet';
  const troubled = platforms.filter(platform => platform.state !== 'fresh');
  if (troubled.length === 0) {
    return platforms.length === 1
      ? age
      : `${age} · ${platforms.length} platforms ok`;
  }
  return `${age} · ${namesOf(troubled)} ${stateWords[freshness.state]}`;
}

function namesOf(platforms: PlatformFreshness[]): string {
  return platforms.length > 1
    ? `${platforms.length} platforms`
    : platforms[0]!.title;
}

/** One platform's state in words, with the reason when its source failed. */
export function platformWords(platform: PlatformFreshness, now: Date): string {
  if (!platform.collectedAt) {
    return platform.problem
      ? `nothing collected yet: ${platform.problem}`
      : 'nothing collected yet';
  }
  const age = relativeTime(new Date(platform.collectedAt), now);
  if (platform.state === 'failed') {
    return `last good picture ${age}. ${platform.problem ?? 'The last sync did not succeed'}`;
  }
  if (platform.state === 'stale') {
    return `${age}, older than twice its interval of ${Math.round(platform.intervalSeconds / 60)} min`;
  }
  return age;
}

/** What the reader of a page must know when the picture is not fresh. */
export function stalenessWarning(
  freshness: Freshness,
  now: Date,
): string | undefined {
  const troubled = freshness.platforms.filter(
    platform => platform.state !== 'fresh',
  );
  if (troubled.length === 0) return undefined;
  return (
    troubled
      .map(platform => `${platform.title}: ${platformWords(platform, now)}`)
      // The reason may be a whole sentence already.
      .map(words => (words.endsWith('.') ? words : `${words}.`))
      .join(' ')
  );
}
