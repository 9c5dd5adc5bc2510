import {
  formatFilter,
  formatSort,
  type ViewState,
} from '@flyloft/plugin-inventory-common';
import type { ListState } from '@flyloft/ui-kit';

/** The parameter that says by which view a list is looked at. */
export const viewParameter = 'view';

/** What of a list's state a view keeps; unset parts are left out. */
export function viewStateOf(state: ListState): ViewState {
  return {
    ...(state.q && { q: state.q }),
    ...(state.filters.length > 0 && {
      filter: state.filters.map(formatFilter),
    }),
    ...(state.sort && { sort: formatSort(state.sort) }),
    ...(state.deleted !== 'exclude' && { deleted: state.deleted }),
    ...(state.columns && { columns: state.columns }),
  };
}

/** The end of an address that shows a list as a view says. */
export function viewSearch(state: ViewState, id?: string): string {
  const parameters = new URLSearchParams();
  if (id) parameters.set(viewParameter, id);
  if (state.q) parameters.set('q', state.q);
  state.filter?.forEach(text => parameters.append('filter', text));
  if (state.sort) parameters.set('sort', state.sort);
  if (state.deleted) parameters.set('deleted', state.deleted);
  if (state.columns) parameters.set('columns', state.columns.join(','));
  return parameters.size > 0 ? `?${parameters}` : '';
}

/** Whether two states show the same; the order of conditions means nothing. */
export function showsTheSame(one: ViewState, other: ViewState): boolean {
  const said = (state: ViewState) =>
    viewSearch({ ...state, filter: state.filter?.toSorted() });
  return said(one) === said(other);
}
