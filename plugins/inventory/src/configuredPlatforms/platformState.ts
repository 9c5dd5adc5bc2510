import type { Platform, PlatformEntry } from '@flyloft/plugin-inventory-common';
import { countOf, type StatusTone } from '@flyloft/ui-kit';
import { freshnessTone } from '../platforms/freshnessTone';

/** How a platform stands, in a badge, with the reason when that is needed. */
export interface PlatformState {
  tone: StatusTone;
  words: string;
  problem: string | null;
}

/**
 * How a platform stands: as its settings are, then as its syncs went. One that
 * is well configured and refuses to sign us in is not well.
 */
export function platformState(
  entry: Pick<PlatformEntry, 'enabled' | 'problem'>,
  seen: Pick<Platform, 'freshness' | 'lastRun'> | undefined,
): PlatformState {
  if (!entry.enabled)
    return { tone: 'stopped', words: 'disabled', problem: null };
  if (entry.problem) {
    const words = 'can’t be collected';
    return { tone: 'problem', words, problem: entry.problem };
  }
  if (!seen) return { tone: 'running', words: 'enabled', problem: null };
  const { state, problem } = seen.freshness;
  const gaps = seen.lastRun?.gaps.length ?? 0;
  // Fresh, but of a part: what a missing privilege hides looks like nothing.
  if (state === 'fresh' && gaps > 0) {
    return {
      tone: 'changing',
      words: 'fresh, with gaps',
      problem: `The last sync could not see everything: ${countOf(gaps, 'gap')}`,
    };
  }
  const { tone, word } = freshnessTone[state];
  return state === 'never' && problem
    ? { tone: 'problem', words: word, problem }
    : { tone, words: word, problem };
}
