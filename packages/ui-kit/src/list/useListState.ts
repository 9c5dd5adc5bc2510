import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import type { FactTable, Filter, Sort } from '@flyloft/kit-common';
import {
  readListState,
  withChange,
  writeListState,
  type DeletedMode,
  type ListState,
} from './listState';

/** A list's state in the address, with the ways to change it. */
export interface ListStateControls {
  state: ListState;
  /** What the address asked for that this list does not know. */
  problems: string[];
  /** The address held more search text than a search takes. */
  searchCut: boolean;
  /** Takes what was not understood out of the address. */
  dropProblems(): void;
  setSearch(q: string): void;
  /** Replaces all conditions on one fact. */
  setFilters(fact: string, filters: Filter[]): void;
  clearConditions(): void;
  setSort(sort: Sort): void;
  setLimit(limit: number): void;
  setColumns(columns: string[] | undefined): void;
  setDeleted(deleted: DeletedMode): void;
  setAt(at: string | undefined): void;
  goToNext(cursor: string): void;
  goToPrevious(): void;
  goToFirst(): void;
}

// Keyset paging knows only the way on. The cursors of the pages before this
// one travel in the history entry, so that Back and reload keep them, while
// the address stays short enough to send.
interface PageTrail {
  cursors?: (string | null)[];
}

/** Keeps a list's state in the address; `facts` say what is allowed in it. */
export function useListState(facts: FactTable): ListStateControls {
  const location = useLocation();
  const { state, problems, searchCut } = useMemo(
    () => readListState(new URLSearchParams(location.search), facts),
    [location.search, facts],
  );

  const go = useGo();
  return useMemo(() => {
    const change = (part: Partial<ListState>, replace = false) =>
      go(withChange(state, part), { replace });
    const cursors = (location.state as PageTrail | null)?.cursors ?? [];
    return {
      state,
      problems,
      searchCut,
      dropProblems: () =>
        go(state, {
          replace: true,
          trail: (location.state as PageTrail | null) ?? undefined,
        }),
      // Typing replaces: Back must not walk through every letter.
      setSearch: q => change({ q: q.trim() }, true),
      setFilters: (fact, filters) =>
        change({
          filters: [
            ...state.filters.filter(one => one.fact !== fact),
            ...filters,
          ],
        }),
      clearConditions: () => change({ q: '', filters: [], deleted: 'exclude' }),
      setSort: sort => change({ sort }),
      setLimit: limit => change({ limit }),
      setColumns: columns => go({ ...state, columns }, { replace: true }),
      setDeleted: deleted => change({ deleted }),
      setAt: at => change({ at }),
      goToNext: cursor =>
        go(
          { ...state, cursor, page: state.page + 1 },
          { trail: { cursors: [...cursors, state.cursor ?? null] } },
        ),
      goToPrevious: () => {
        // Opened from a link the way back is unknown: it leads to the start.
        const cursor = cursors.at(-1) ?? undefined;
        go(
          { ...state, cursor, page: cursor ? state.page - 1 : 1 },
          { trail: { cursors: cursors.slice(0, -1) } },
        );
      },
      // Back must not lead to the page that could not be shown.
      goToFirst: () => change({}, true),
    };
  }, [go, location.state, problems, searchCut, state]);
}

/** Leads to the address of a state; what else is in the address stays. */
function useGo() {
  const location = useLocation();
  const navigate = useNavigate();
  return useCallback(
    (
      next: ListState,
      options: { replace?: boolean; trail?: PageTrail } = {},
    ) => {
      const others = new URLSearchParams(location.search);
      const search = writeListState(next, others).toString();
      navigate(
        { pathname: location.pathname, search: search && `?${search}` },
        { replace: options.replace, state: options.trail },
      );
    },
    [location.pathname, location.search, navigate],
  );
}
