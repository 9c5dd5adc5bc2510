import type { FreshnessState } from '@flyloft/plugin-inventory-common';
import type { StatusTone } from '@flyloft/ui-kit';

/** A platform's freshness as tone and word. */
export const freshnessTone: Record<
  FreshnessState,
  { tone: StatusTone; word: string }
> = {
  fresh: { tone: 'running', word: 'fresh' },
  stale: { tone: 'problem', word: 'stale' },
  failed: { tone: 'problem', word: 'not up to date' },
  never: { tone: 'unknown', word: 'nothing collected yet' },
};
