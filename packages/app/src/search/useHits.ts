import { useApi } from '@backstage/frontend-plugin-api';
import type { SearchHit } from '@flyloft/plugin-inventory-common';
import { inventoryApiRef } from '@flyloft/plugin-inventory';
import { useAnswer } from '@flyloft/ui-kit';
import { useDebounced } from './useDebounced';

// Below the pause between two keys of a fast typist most requests are wasted.
const pauseMilliseconds = 120;

/** What the inventory finds for what was typed. */
export interface Hits {
  hits: SearchHit[];
  /** The hits belong to something typed earlier; the answer is under way. */
  outdated: boolean;
  error: unknown;
  retry: () => void;
}

/** Asks as one types; a question overtaken by the next is given up. */
export function useHits(typed: string): Hits {
  const inventory = useApi(inventoryApiRef);
  const wanted = typed.trim();
  const asked = useDebounced(wanted, pauseMilliseconds);
  const answer = useAnswer(asked, async signal =>
    asked === ''
      ? []
      : (await inventory.search({ q: asked, limit: 20 }, { signal })).hits,
  );
  // With nothing typed there is nothing to wait for, and nothing to keep.
  if (wanted === '') {
    return {
      hits: [],
      outdated: false,
      error: undefined,
      retry: answer.reload,
    };
  }
  const current = asked === wanted;
  return {
    hits: answer.data ?? [],
    outdated: !current || answer.loading || answer.outdated,
    error: current ? answer.error : undefined,
    retry: answer.reload,
  };
}
