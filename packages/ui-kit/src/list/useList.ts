import { useMemo } from 'react';
import {
  formatFilter,
  formatSort,
  type FactTable,
  type Filter,
  type ListQuery,
  type Page,
  type Sort,
} from '@flyloft/kit-common';
import { useAnswer, type Answer } from '../answer/useAnswer';
import { listQueryOf } from './listState';
import { useListState, type ListStateControls } from './useListState';

/** A list: its facts, its state in the address, and the page that answers it. */
export interface List<T> extends ListStateControls {
  facts: FactTable;
  defaultSort: Sort | undefined;
  answer: Answer<Page<T>>;
  /** What was asked, for facets and counts of the same rows. */
  query: ListQuery;
}

/** Binds a list to its state in the address and asks for one page of it. */
export function useList<T>(options: {
  facts: FactTable;
  ask: (query: ListQuery, signal: AbortSignal) => Promise<Page<T>>;
  defaultSort?: Sort;
  /** Conditions that belong to the page, such as the host whose guests these are. */
  fixedFilters?: Filter[];
  refreshSeconds?: number;
}): List<T> {
  const { facts, ask, defaultSort, refreshSeconds = 30 } = options;
  const controls = useListState(facts);
  const fixed = (options.fixedFilters ?? []).map(formatFilter).join('\n');
  const order = defaultSort ? formatSort(defaultSort) : '';

  const query = useMemo(() => {
    const base = listQueryOf(controls.state, undefined);
    const filter = [...(base.filter ?? []), ...fixed.split('\n')].filter(
      text => text !== '',
    );
    const sort = base.sort ?? (order || undefined);
    return {
      ...base,
      ...(sort && { sort }),
      ...(filter.length > 0 && { filter }),
    };
  }, [controls.state, fixed, order]);

  const answer = useAnswer(
    JSON.stringify({ ...query }),
    signal => ask(query, signal),
    { refreshSeconds },
  );
  return { ...controls, facts, defaultSort, answer, query };
}
