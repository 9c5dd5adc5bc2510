import { useMemo, type CSSProperties, type ReactNode } from 'react';
import {
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  type SortDescriptor,
} from '@backstage/ui';
import {
  labelOf,
  namesItsRow,
  sortFactOf,
  tableWidth,
  type ListColumn,
} from './listColumn';
import type { List } from './useList';
import type { ListSelection } from './useSelection';
import styles from './ListTable.module.css';

const skeletonRows = Array.from({ length: 12 }, (_, index) => ({
  id: `skeleton-${index}`,
}));

/** The rows of a list on BUI's table parts, as columns or as a phone's lines. */
export function ListRows<T extends { id: string }>(props: {
  label: string;
  list: List<T>;
  columns: ListColumn<T>[];
  narrow: boolean;
  hrefOf?: (item: T) => string;
  selection?: ListSelection;
}) {
  const { list, narrow, hrefOf } = props;
  const columns = useMemo(
    () => (narrow ? [narrowColumn(props.columns)] : props.columns),
    [narrow, props.columns],
  );
  const rowHeader = columns.find(namesItsRow) ?? columns[0];
  const { answer } = list;
  const sort = list.state.sort ?? list.defaultSort;
  const sorted = columns.find(
    column => sort && sortFactOf(column, list.facts) === sort.fact,
  );

  return (
    <TableRoot
      aria-label={props.label}
      className={styles.table}
      style={{ '--table-width': `${tableWidth(columns)}rem` } as CSSProperties}
      sortDescriptor={
        sorted && sort
          ? {
              column: sorted.id,
              direction: sort.descending ? 'descending' : 'ascending',
            }
          : undefined
      }
      selectionMode={props.selection ? 'multiple' : 'none'}
      selectedKeys={props.selection?.keys}
      onSelectionChange={props.selection?.select}
      onSortChange={(next: SortDescriptor) => {
        const column = columns.find(one => one.id === next.column);
        const fact = column && sortFactOf(column, list.facts);
        if (fact)
          list.setSort({ fact, descending: next.direction === 'descending' });
      }}
    >
      <TableHeader columns={columns}>
        {column => (
          <Column
            id={column.id}
            isRowHeader={column === rowHeader}
            allowsSorting={
              !narrow && sortFactOf(column, list.facts) !== undefined
            }
            className={
              column.align ? `${styles.head} ${styles.end}` : styles.head
            }
            style={column.width ? { width: `${column.width}rem` } : undefined}
          >
            {labelOf(column, list.facts)}
          </Column>
        )}
      </TableHeader>
      {answer.data ? (
        // Rows are built anew for new items or columns only: with 50 rows of
        // 10 cells, on every render of the page would be felt in typing.
        <TableBody
          key="rows"
          items={answer.data.items}
          dependencies={[columns]}
        >
          {item => (
            <Row
              id={item.id}
              columns={columns}
              href={hrefOf?.(item)}
              className={styles.row}
              noTrack
            >
              {column => bodyCell(column, column.cell(item))}
            </Row>
          )}
        </TableBody>
      ) : (
        <TableBody key="skeleton" items={skeletonRows} dependencies={[columns]}>
          {item => (
            <Row id={item.id} columns={columns} className={styles.row}>
              {column =>
                bodyCell(
                  column,
                  <span className={styles.skeleton} aria-hidden="true" />,
                )
              }
            </Row>
          )}
        </TableBody>
      )}
    </TableRoot>
  );
}

function bodyCell<T>(column: ListColumn<T>, content: ReactNode) {
  return (
    <Cell
      key={column.id}
      className={column.align ? `${styles.cell} ${styles.end}` : styles.cell}
    >
      {content}
    </Cell>
  );
}

function narrowColumn<T>(columns: ListColumn<T>[]): ListColumn<T> {
  const at = (place: ListColumn<T>['narrow']) =>
    columns.filter(column => column.narrow === place);
  return {
    id: 'narrow',
    label: 'Rows',
    cell: item => (
      <div className={styles.lines}>
        <div className={styles.line}>
          {[...at('title'), ...at('status')].map(column => (
            <span key={column.id}>
              {(column.narrowCell ?? column.cell)(item)}
            </span>
          ))}
        </div>
        <div className={styles.details}>
          {at('detail').map(column => (
            <span
              key={column.id}
              className={column.whole ? styles.whole : undefined}
            >
              {(column.narrowCell ?? column.cell)(item)}
            </span>
          ))}
        </div>
      </div>
    ),
  };
}
