import {
  formatFilter,
  formatSort,
  pageLimits,
  searchTextLimit,
  type FactTable,
  type Filter,
  type ListQuery,
  type Sort,
} from '@flyloft/kit-common';
import { readFilter, readSort, type ReadPart } from './addressProblems';

/** Which deleted things a list shows. */
export type DeletedMode = 'exclude' | 'include' | 'only';

/** All of a list that a link carries. */
export interface ListState {
  q: string;
  filters: Filter[];
  /** Undefined: the list's own order. */
  sort: Sort | undefined;
  limit: number;
  cursor: string | undefined;
  /** Which page the cursor leads to, counted from 1; only for the range shown. */
  page: number;
  deleted: DeletedMode;
  at: string | undefined;
  /** Undefined: the list's own columns. */
  columns: string[] | undefined;
}

/** The state of a list whose address says nothing. */
export const plainListState: ListState = {
  q: '',
  filters: [],
  sort: undefined,
  limit: pageLimits.default,
  cursor: undefined,
  page: 1,
  deleted: 'exclude',
  at: undefined,
  columns: undefined,
};

const ownParameters = [
  'q',
  'filter',
  'sort',
  'limit',
  'cursor',
  'page',
  'deleted',
  'at',
  'columns',
];

/**
 * Reads a list's state from an address. What the list can't take (a filter
 * from another version, a mistyped one) is left out and said in `problems`:
 * a silently wider list would be read as the narrower one. For the same
 * reason `searchCut` says when the search text was longer than one may be.
 */
export function readListState(
  parameters: URLSearchParams,
  facts: FactTable,
): { state: ListState; problems: string[]; searchCut: boolean } {
  const problems: string[] = [];
  const take = <T>(part: ReadPart<T>): T | undefined => {
    if ('value' in part) return part.value;
    problems.push(part.problem);
    return undefined;
  };
  const q = (parameters.get('q') ?? '').trim();
  const sort = parameters.get('sort');
  const columns = parameters.get('columns');
  const deleted = parameters.get('deleted');
  const at = parameters.get('at');
  const state: ListState = {
    // Trimmed again: the cut may leave a space at the end.
    q: q.slice(0, searchTextLimit).trim(),
    filters: parameters
      .getAll('filter')
      .map(text => take(readFilter(text, facts)))
      .filter(filter => filter !== undefined),
    sort: sort ? take(readSort(sort, facts)) : undefined,
    limit: wholeNumber(
      parameters.get('limit'),
      pageLimits.default,
      pageLimits.max,
    ),
    cursor: parameters.get('cursor') ?? undefined,
    page: wholeNumber(parameters.get('page'), 1, Number.MAX_SAFE_INTEGER),
    deleted: deleted ? (take(readDeleted(deleted)) ?? 'exclude') : 'exclude',
    at: at ? take(readMoment(at)) : undefined,
    columns: columns
      ? columns.split(',').filter(name => name !== '')
      : undefined,
  };
  return { state, problems, searchCut: q.length > searchTextLimit };
}

function readDeleted(text: string): ReadPart<DeletedMode> {
  return text === 'exclude' || text === 'include' || text === 'only'
    ? { value: text }
    : {
        problem: `'deleted=${text.slice(0, 60)}', which is none of exclude, include and only`,
      };
}

function wholeNumber(
  text: string | null,
  fallback: number,
  max: number,
): number {
  if (!text || !/^\d{1,15}$/.test(text)) return fallback;
  return Math.min(Math.max(1, Number(text)), max);
}

function readMoment(text: string): ReadPart<string> {
  const moment = new Date(text);
  return Number.isNaN(moment.getTime())
    ? {
        problem: `'at=${text.slice(0, 60)}', which is no moment; expected for example 2026-11-21T14:00:00Z`,
      }
    : { value: moment.toISOString() };
}

/** Writes a list's state into an address, leaving other parameters alone. */
export function writeListState(
  state: ListState,
  others: URLSearchParams = new URLSearchParams(),
): URLSearchParams {
  const parameters = new URLSearchParams(others);
  ownParameters.forEach(name => parameters.delete(name));
  if (state.q) parameters.set('q', state.q);
  state.filters.forEach(filter =>
    parameters.append('filter', formatFilter(filter)),
  );
  if (state.sort) parameters.set('sort', formatSort(state.sort));
  if (state.limit !== plainListState.limit)
    parameters.set('limit', `${state.limit}`);
  if (state.deleted !== 'exclude') parameters.set('deleted', state.deleted);
  if (state.at) parameters.set('at', state.at);
  if (state.columns) parameters.set('columns', state.columns.join(','));
  if (state.cursor) {
    parameters.set('cursor', state.cursor);
    parameters.set('page', `${state.page}`);
  }
  return parameters;
}

/** What to ask the API for this state. */
export function listQueryOf(
  state: ListState,
  defaultSort: Sort | undefined,
): ListQuery {
  const sort = state.sort ?? defaultSort;
  return {
    ...(state.q && { q: state.q }),
    ...(state.filters.length > 0 && {
      filter: state.filters.map(formatFilter),
    }),
    ...(sort && { sort: formatSort(sort) }),
    ...(state.cursor && { cursor: state.cursor }),
    ...(state.deleted !== 'exclude' && { deleted: state.deleted }),
    ...(state.at && { at: state.at }),
    limit: state.limit,
  };
}

/** Any change of what is asked starts again at the first page. */
export function withChange(
  state: ListState,
  change: Partial<ListState>,
): ListState {
  return { ...state, ...change, cursor: undefined, page: 1 };
}

/** A link to a list: `listHref('/inventory/guests', { filters })`. */
export function listHref(path: string, state: Partial<ListState>): string {
  const search = writeListState({ ...plainListState, ...state }).toString();
  return search ? `${path}?${search}` : path;
}
