import { useMemo, type ReactNode } from 'react';
import type { ViewedList } from '@flyloft/plugin-inventory-common';
import { namesItsRow, type List, type ListColumn } from '@flyloft/ui-kit';
import { SaveView } from './SaveView';
import { useSavedViews } from './useSavedViews';
import { ViewMenu, type Worklist } from './ViewMenu';
import { ViewNotice } from './ViewNotice';

/**
 * What saved views add to a list's table: the menu of them, what there is to
 * say of the one shown, and the columns that the reader's role begins with.
 */
export function useViewedList<T>(
  name: ViewedList,
  list: List<T>,
  columns: readonly ListColumn<T>[],
  worklists: readonly Worklist[] = [],
): {
  columns: readonly ListColumn<T>[];
  tools: ReactNode;
  notices: ReactNode;
} {
  const views = useSavedViews(name, list.state);
  const usual = views.views?.usualColumns?.join();
  const shown = useMemo(
    () => (usual ? beginningWith(columns, usual.split(',')) : columns),
    [columns, usual],
  );
  return {
    columns: shown,
    tools: (
      <>
        <ViewMenu views={views} what={name} worklists={worklists} />
        <SaveView views={views} what={name} />
      </>
    ),
    notices: <ViewNotice views={views} what={name} />,
  };
}

/** The columns with others shown at first; unknown names change nothing. */
export function beginningWith<T>(
  columns: readonly ListColumn<T>[],
  usual: readonly string[],
): readonly ListColumn<T>[] {
  if (!columns.some(column => usual.includes(column.id))) return columns;
  return columns.map(column => ({
    ...column,
    optional: !usual.includes(column.id) && !namesItsRow(column),
  }));
}
