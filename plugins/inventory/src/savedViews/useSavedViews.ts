import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import type {
  SavedView,
  SavedViews,
  ViewedList,
  ViewState,
} from '@flyloft/plugin-inventory-common';
import { useAnswer, type ListState } from '@flyloft/ui-kit';
import { savedViewApiRef } from '../api/savedViewApi';
import {
  showsTheSame,
  viewParameter,
  viewSearch,
  viewStateOf,
} from './viewState';

/** The views of a list, and the one that its address names. */
export interface SavedViewControls {
  list: ViewedList;
  views: SavedViews | undefined;
  /** Why the views could not be had. */
  error: unknown;
  /** The view the address names; also a deleted one. */
  current: SavedView | undefined;
  /** The address names a view that this reader can't see. */
  unknown: boolean;
  /** The list was changed since it was shown by the view. */
  changed: boolean;
  /** The view was opened by its link, not chosen from the menu. */
  byLink: boolean;
  state: ListState;
  reload(): Promise<void>;
  /** Shows the list by a view; undefined: as it is without one. */
  show(view: SavedView | undefined): void;
  /** Shows the list so, by no saved view. */
  showState(state: ViewState): void;
  /** Keeps what is shown but forgets the view. */
  leave(): void;
}

/** Looks at a list by the view in its address: a view is a link. */
export function useSavedViews(
  list: ViewedList,
  state: ListState,
): SavedViewControls {
  const api = useApi(savedViewApiRef);
  const location = useLocation();
  const navigate = useNavigate();
  const parameters = new URLSearchParams(location.search);
  const id = parameters.get(viewParameter) ?? undefined;
  const views = useAnswer(`views ${list}`, signal =>
    api.list(list, { signal }),
  );
  const listed = views.data?.items.find(view => view.id === id);
  // Only where the menu does not hold it: it was deleted, or is another's.
  const missing = id !== undefined && views.data !== undefined && !listed;
  const found = useAnswer(missing ? `view ${id}` : 'none', async signal =>
    missing ? api.find(id, { signal }) : undefined,
  );
  const current =
    listed ?? (missing && !found.outdated ? found.data : undefined);

  const go = (search: string, replace = false) =>
    navigate({ pathname: location.pathname, search }, { replace });
  const opened = useOpenedByLink(listed, parameters, search =>
    go(search, true),
  );
  const live = current && !current.deletedAt;
  return {
    list,
    views: views.data,
    error: views.error,
    current,
    unknown: missing && found.error !== undefined,
    changed: Boolean(live && !showsTheSame(viewStateOf(state), current.state)),
    byLink: opened === id,
    state,
    reload: views.reload,
    showState: shown => go(viewSearch(shown)),
    show: view => go(view ? viewSearch(view.state, view.id) : ''),
    leave: () => {
      parameters.delete(viewParameter);
      go(parameters.size > 0 ? `?${parameters}` : '', true);
    },
  };
}

/**
 * A link that holds a view and nothing else is led on to what the view says.
 * Once: whoever then clears the conditions must not get them back.
 */
function useOpenedByLink(
  view: SavedView | undefined,
  parameters: URLSearchParams,
  lead: (search: string) => void,
): string | undefined {
  const opened = useRef<string>();
  const seen = useRef<string>();
  const bare = parameters.size === 1 && parameters.has(viewParameter);
  const first = view !== undefined && seen.current !== view.id;
  useEffect(() => {
    if (!view || !first) return;
    seen.current = view.id;
    if (!bare) return;
    opened.current = view.id;
    lead(viewSearch(view.state, view.id));
  });
  return opened.current;
}
