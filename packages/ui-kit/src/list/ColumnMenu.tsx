import type { FactTable } from '@flyloft/kit-common';
import {
  Button,
  Checkbox,
  DialogTrigger,
  Popover,
  Select,
} from '@backstage/ui';
import { RiLayoutColumnLine, RiSortDesc } from '@remixicon/react';
import {
  labelOf,
  namesItsRow,
  shownColumns,
  sortFactOf,
  type ListColumn,
} from './listColumn';
import type { List } from './useList';
import styles from './ListTable.module.css';

/** Chooses the columns; on a phone also the order, as there are no headings. */
export function ColumnMenu<T>(props: {
  list: List<T>;
  columns: readonly ListColumn<T>[];
  narrow: boolean;
}) {
  const { list, columns, narrow } = props;
  const shown = shownColumns(columns, list.state.columns).map(
    column => column.id,
  );

  const toggle = (id: string, on: boolean) => {
    const next = columns
      .map(column => column.id)
      .filter(one => (one === id ? on : shown.includes(one)));
    list.setColumns(next);
  };
  return (
    <DialogTrigger>
      <Button
        variant="secondary"
        size="small"
        iconStart={narrow ? <RiSortDesc /> : <RiLayoutColumnLine />}
        aria-label={narrow ? 'Order' : 'Columns'}
      >
        {narrow ? '' : 'Columns'}
      </Button>
      <Popover placement="bottom end">
        <div className={styles.menu}>
          {narrow ? (
            <OrderField list={list} columns={columns} />
          ) : (
            <>
              {columns
                .filter(column => !namesItsRow(column))
                .map(column => (
                  <Checkbox
                    key={column.id}
                    isSelected={shown.includes(column.id)}
                    isDisabled={shown.length === 1 && shown.includes(column.id)}
                    onChange={on => toggle(column.id, on)}
                  >
                    {labelOf(column, list.facts)}
                  </Checkbox>
                ))}
              {list.state.columns && (
                <Button
                  size="small"
                  variant="tertiary"
                  onPress={() => list.setColumns(undefined)}
                >
                  Usual columns
                </Button>
              )}
            </>
          )}
        </div>
      </Popover>
    </DialogTrigger>
  );
}

function OrderField<T>(props: {
  list: List<T>;
  columns: readonly ListColumn<T>[];
}) {
  const { list, columns } = props;
  const facts: FactTable = list.facts;
  const sort = list.state.sort ?? list.defaultSort;
  const options = columns.flatMap(column => {
    const fact = sortFactOf(column, facts);
    if (!fact) return [];
    const label = labelOf(column, facts);
    return [
      { value: fact, label: `${label}, ascending` },
      { value: `-${fact}`, label: `${label}, descending` },
    ];
  });
  return (
    <Select
      label="Order by"
      size="small"
      options={options}
      value={sort ? `${sort.descending ? '-' : ''}${sort.fact}` : null}
      onChange={key => {
        const text = String(key);
        const descending = text.startsWith('-');
        list.setSort({ fact: descending ? text.slice(1) : text, descending });
      }}
    />
  );
}
