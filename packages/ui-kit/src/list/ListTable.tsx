import { useMemo, useRef, type ReactNode } from 'react';
import type { LoadChoices } from './choices';
import { ColumnMenu } from './ColumnMenu';
import { ExportMenu, type ListExport } from './ExportMenu';
import { FilterBar } from './FilterBar';
import { shownColumns, type ListColumn } from './listColumn';
import { ListRows } from './ListRows';
import {
  isNarrowed,
  ListNotices,
  ListProblem,
  NothingMatches,
  NothingThen,
} from './ListStates';
import { Pager } from './Pager';
import { SearchBox } from './SearchBox';
import type { List } from './useList';
import type { ListSelection } from './useSelection';
import { useNarrow } from './useNarrow';
import styles from './ListTable.module.css';

/** What a list is made of, beside its state. */
export interface ListTableProps<T extends { id: string }> {
  /** What the rows are, in the plural: `guests`. */
  what: string;
  list: List<T>;
  columns: readonly ListColumn<T>[];
  /** The page a row opens. */
  hrefOf?: (item: T) => string;
  searchPlaceholder: string;
  quickFacts: readonly string[];
  hiddenFacts?: readonly string[];
  loadChoices?: LoadChoices;
  /** The permission that seeing the list takes, named in a refusal. */
  permission: string;
  /** Shown when there is nothing at all: what would fill the list. */
  empty: ReactNode;
  /**
   * Shown when nothing is recorded as of a past moment; `otherwise` is what
   * the list says where the moment itself explains nothing.
   */
  emptyAt?: (at: string, otherwise: ReactNode) => ReactNode;
  /** More chips beside the filters. */
  chips?: ReactNode;
  /** Makes rows choosable; what to do with them stands in `notices`. */
  selection?: ListSelection;
  /** What the page says above the rows. */
  notices?: ReactNode;
  /** What stands before the chooser of columns: saved views. */
  tools?: ReactNode;
  /** How all rows of the list are had as CSV. */
  exports?: ListExport;
}

/**
 * The portal's one table: a page of rows at a time, its whole state in the
 * address, header and pager always in sight, the keyboard all the way.
 */
export function ListTable<T extends { id: string }>(props: ListTableProps<T>) {
  const { list, columns, what } = props;
  const narrow = useNarrow();
  const root = useRef<HTMLDivElement>(null);
  const shown = useMemo(
    () => shownColumns(columns, list.state.columns),
    [columns, list.state.columns],
  );
  const focusRows = () =>
    root.current
      ?.querySelector<HTMLElement>('tbody [role=row], tbody tr')
      ?.focus();

  return (
    <div className={styles.root} ref={root}>
      <div className={styles.toolbar}>
        <div className={styles.search}>
          <SearchBox
            value={list.state.q}
            placeholder={props.searchPlaceholder}
            onSearch={list.setSearch}
            onLeaveDown={focusRows}
          />
        </div>
        <div className={styles.tools}>
          {props.tools}
          {props.exports && (
            <ExportMenu
              what={what}
              list={list}
              columns={columns}
              exports={props.exports}
            />
          )}
          <ColumnMenu list={list} columns={columns} narrow={narrow} />
        </div>
      </div>
      <FilterBar
        list={list}
        quickFacts={props.quickFacts}
        hiddenFacts={props.hiddenFacts}
        loadChoices={props.loadChoices}
      >
        {props.chips}
      </FilterBar>
      {props.notices}
      <ListNotices list={list} what={what} />
      <div
        className={styles.scroll}
        data-outdated={list.answer.outdated || undefined}
        aria-busy={list.answer.loading || list.answer.outdated}
      >
        <ListContent {...props} shown={shown} narrow={narrow} />
      </div>
      <Pager list={list} />
    </div>
  );
}

function ListContent<T extends { id: string }>(
  props: ListTableProps<T> & { shown: ListColumn<T>[]; narrow: boolean },
) {
  const { list, what } = props;
  const { answer, state } = list;
  if (answer.error !== undefined && !answer.data) {
    return (
      <ListProblem list={list} what={what} permission={props.permission} />
    );
  }
  if (answer.data && answer.data.items.length === 0 && !answer.outdated) {
    if (!state.at) {
      return isNarrowed(list) ? (
        <NothingMatches list={list} what={what} />
      ) : (
        props.empty
      );
    }
    const otherwise = isNarrowed(list) ? (
      <NothingMatches list={list} what={what} />
    ) : (
      <NothingThen what={what} at={state.at} />
    );
    return props.emptyAt?.(state.at, otherwise) ?? otherwise;
  }
  return (
    <ListRows
      label={what}
      list={list}
      columns={props.shown}
      narrow={props.narrow}
      selection={props.selection}
      hrefOf={props.hrefOf}
    />
  );
}
