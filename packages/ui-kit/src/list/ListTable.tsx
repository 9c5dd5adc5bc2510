import { useMemo, useRef, type ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { EmptyState } from '../empty/EmptyState';
import { ErrorPanel } from '../problems/ErrorPanel';
import { explainProblem } from '../problems/explainProblem';
import { Notice } from '../problems/Notice';
import type { LoadChoices } from './choices';
import { ColumnMenu } from './ColumnMenu';
import { FilterBar } from './FilterBar';
import { shownColumns, type ListColumn } from './listColumn';
import { ListRows } from './ListRows';
import { Pager } from './Pager';
import { SearchBox } from './SearchBox';
import type { List } from './useList';
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
  /** More chips beside the filters. */
  chips?: ReactNode;
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

function ListNotices<T>({ list, what }: { list: List<T>; what: string }) {
  const { problems, answer } = list;
  return (
    <>
      {problems.length > 0 && (
        <Notice tone="stale">
          A part of the address was not understood and left out:{' '}
          {problems.join('; ')}.
        </Notice>
      )}
      {answer.error !== undefined && answer.data && (
        <Notice
          tone="problem"
          actions={
            <Button size="small" variant="secondary" onPress={answer.reload}>
              Try again
            </Button>
          }
        >
          The {what} could not be loaded again:{' '}
          {explainProblem(answer.error).message} What is shown is the last
          answer.
        </Notice>
      )}
    </>
  );
}

function ListContent<T extends { id: string }>(
  props: ListTableProps<T> & { shown: ListColumn<T>[]; narrow: boolean },
) {
  const { list, what } = props;
  const { answer, state } = list;
  if (answer.error !== undefined && !answer.data) {
    return (
      <ErrorPanel
        error={answer.error}
        what={what}
        permission={props.permission}
        meaning="Nothing is shown, which does not mean that there is nothing."
        onRetry={answer.reload}
      />
    );
  }
  if (answer.data && answer.data.items.length === 0 && !answer.outdated) {
    const narrowed =
      state.q !== '' || state.filters.length > 0 || state.at !== undefined;
    return narrowed ? (
      <EmptyState
        title={`No ${what} match`}
        actions={
          <Button
            size="small"
            variant="secondary"
            onPress={list.clearConditions}
          >
            Clear search and filters
          </Button>
        }
      >
        Nothing fits all conditions at once. Remove one, or clear them.
      </EmptyState>
    ) : (
      props.empty
    );
  }
  return (
    <ListRows
      label={what}
      list={list}
      columns={props.shown}
      narrow={props.narrow}
      hrefOf={props.hrefOf}
    />
  );
}
