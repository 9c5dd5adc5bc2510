import type { ReactNode } from 'react';
import type { FactTable } from '@flyloft/kit-common';

/** A column of a list. Its id is a fact's name where it shows that fact. */
export interface ListColumn<T> {
  id: string;
  /** The heading; by default the fact's label. */
  label?: string;
  /** In rem. Without it the column takes what is left. */
  width?: number;
  /** Numbers stand at the end, with tabular figures. */
  align?: 'end';
  cell: (item: T) => ReactNode;
  /** Offered in the column chooser, not shown until chosen. */
  optional?: boolean;
  /**
   * Where it stands in a phone's two lines: `title` and `status` on the
   * first, `detail` on the second. Absent, the phone leaves it out.
   */
  narrow?: 'title' | 'status' | 'detail';
  /** Never cut on a phone: a word or a number means nothing in part. */
  whole?: boolean;
  /** What a phone shows, where the heading would be missed: `12 guests`. */
  narrowCell?: (item: T) => ReactNode;
  /** The facts to export for it, where they aren't just its own. */
  exports?: readonly string[];
  /** The fact to sort by, where it isn't the column's own. */
  sortBy?: string;
}

// What a column without a width gets at least.
const freeWidth = 12;

/** The columns to show: as chosen in the address, else all but the optional. */
export function shownColumns<T>(
  columns: readonly ListColumn<T>[],
  chosen: readonly string[] | undefined,
): ListColumn<T>[] {
  // An address that names no known column must not show an empty table.
  return columns.some(column => chosen?.includes(column.id))
    ? columns.filter(
        column => chosen?.includes(column.id) || namesItsRow(column),
      )
    : columns.filter(column => !column.optional);
}

/** Whether a column says whose row it is: without it no row could be told. */
export function namesItsRow<T>(column: ListColumn<T>): boolean {
  return column.narrow === 'title';
}

/** How wide the table must be at least, in rem, before it scrolls sideways. */
export function tableWidth<T>(columns: readonly ListColumn<T>[]): number {
  return columns.reduce((sum, column) => sum + (column.width ?? freeWidth), 0);
}

/** The fact that a column sorts by, if it sorts. */
export function sortFactOf<T>(
  column: ListColumn<T>,
  facts: FactTable,
): string | undefined {
  const name = column.sortBy ?? column.id;
  return facts[name]?.sortable ? name : undefined;
}

/** A column's heading. */
export function labelOf<T>(column: ListColumn<T>, facts: FactTable): string {
  return column.label ?? facts[column.id]?.label ?? column.id;
}
