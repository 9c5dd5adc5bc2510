import {
  formatFilter,
  formatSort,
  pageLimits,
  parseFilter,
  parseSort,
  type FactTable,
  type Filter,
  type ListQuery,
  type Sort,
} from '@flyloft/kit-common';

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
 * a silently wider list would be read as the narrower one.
 */
export function readListState(
  parameters: URLSearchParams,
  facts: FactTable,
): { state: ListState; problems: string[] } {
  const problems: string[] = [];
  const attempt = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const sort = parameters.get('sort');
  const columns = parameters.get('columns');
  const deleted = parameters.get('deleted');
  const at = parameters.get('at');
  const state: ListState = {
    q: (parameters.get('q') ?? '').trim().slice(0, 200),
    filters: parameters
      .getAll('filter')
      .map(text => attempt(() => parseFilter(text, facts)))
      .filter(filter => filter !== undefined),
    sort: sort ? attempt(() => parseSort(sort, facts)) : undefined,
    limit: wholeNumber(
      parameters.get('limit'),
      pageLimits.default,
      pageLimits.max,
    ),
    cursor: parameters.get('cursor') ?? undefined,
    page: wholeNumber(parameters.get('page'), 1, Number.MAX_SAFE_INTEGER),
    deleted: deleted === 'include' || deleted === 'only' ? deleted : 'exclude',
    at: at ? attempt(() => readMoment(at)) : undefined,
    columns: columns
      ? columns.split(',').filter(name => name !== '')
      : undefined,
  };
  return { state, problems };
}

function wholeNumber(
  text: string | null,
  fallback: number,
  max: number,
): number {
  if (!text || !/^\d{1,15}$/.test(text)) return fallback;
  return Math.min(Math.max(1, Number(text)), max);
}

function readMoment(text: string): string {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) {
    throw new Error(
      `'${text}' is not a moment; expected for example 2026-11-21T14:00:00Z`,
    );
  }
  return moment.toISOString();
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
