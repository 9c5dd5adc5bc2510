import { useEffect, useMemo, useState } from 'react';
import type { Selection } from '@backstage/ui';
import type { List } from './useList';

/** Which rows of a list are chosen: some of this page, or all that match. */
export interface ListSelection {
  /** The chosen rows of this page; all of them where all that match are. */
  keys: ReadonlySet<string>;
  /** All that the list's conditions match, on every page. */
  allMatching: boolean;
  /** How many rows are chosen. */
  count: number;
  /** Every row of this page is chosen, and there are more pages. */
  wholePage: boolean;
  select(keys: Selection): void;
  selectAllMatching(): void;
  clear(): void;
}

/**
 * Keeps what is chosen of a list. Another question, or another page, begins
 * with nothing chosen: what is not in sight is never edited by accident.
 */
export function useSelection<T extends { id: string }>(
  list: List<T>,
): ListSelection {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const [allMatching, setAllMatching] = useState(false);
  const question = JSON.stringify(list.query);
  useEffect(() => {
    setKeys(new Set());
    setAllMatching(false);
  }, [question]);

  const page = list.answer.data;
  return useMemo(() => {
    const ids = page?.items.map(item => item.id) ?? [];
    // What vanished from the page since is not chosen any more.
    const shown = ids.filter(id => keys.has(id));
    const total = page?.total ?? 0;
    return {
      keys: new Set(allMatching ? ids : shown),
      allMatching,
      count: allMatching ? total : shown.length,
      wholePage:
        !allMatching && shown.length === ids.length && total > ids.length,
      select: next => {
        setAllMatching(false);
        setKeys(new Set(next === 'all' ? ids : [...next].map(String)));
      },
      selectAllMatching: () => setAllMatching(true),
      clear: () => {
        setAllMatching(false);
        setKeys(new Set());
      },
    };
  }, [page, keys, allMatching]);
}
