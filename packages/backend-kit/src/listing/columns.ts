import type { Fact, FactKind } from '@flyloft/kit-common';
import { raw, sql, type Sql } from './sql';

/**
 * Where a fact stands in the tables of a list. A reference may have a second
 * expression, its id, which filters match beside the name.
 */
export interface Column {
  /** The expression that gives the fact's value. */
  value: string;
  /**
   * What orders as the value does and is faster to find, never null: then
   * lists order and go on by it.
   */
  orderedBy?: { expression: string; type: 'bigint' };
  /**
   * Whether it is never null, so that an index without `coalesce` serves it: of
   * a text, a time or an address.
   */
  required?: boolean;
  /** Whether the expression is an array, as with a guest's addresses. */
  array?: boolean;
  /** The id behind a reference's name, as text. */
  id?: string;
  /** For facts that are conditions of their own: SQL by the wanted value. */
  condition?: (wanted: string) => Sql;
  /** Rows that have an address within a prefix, where an index can tell. */
  within?: (prefix: string) => Sql;
}

/** The columns of a list by fact. */
export type Columns<F extends string = string> = Readonly<Record<F, Column>>;

// The type a sort key has, and the value that stands for "unknown": it sorts
// below all others, so that one index serves both directions.
const sortKeys: Record<
  FactKind,
  { type: string; key(value: string, required?: boolean): string }
> = {
  text: { type: 'text', key: textKey },
  choice: { type: 'text', key: textKey },
  reference: { type: 'text', key: textKey },
  list: { type: 'text', key: textKey },
  number: { type: 'double precision', key: v => `coalesce(${v}, -1)` },
  bytes: { type: 'bigint', key: v => `coalesce(${v}, -1)` },
  boolean: { type: 'boolean', key: v => `coalesce(${v}, false)` },
  time: {
    type: 'timestamptz',
    key: (v, required) =>
      required ? v : `coalesce(${v}, '-infinity'::timestamptz)`,
  },
  address: {
    type: 'inet',
    key: (v, required) => (required ? v : `coalesce(${v}, '0.0.0.0/0'::inet)`),
  },
  mac: {
    type: 'macaddr',
    key: v => `coalesce(${v}, '00:00:00:00:00:00'::macaddr)`,
  },
  uuid: {
    type: 'uuid',
    key: v => `coalesce(${v}, '00000000-0000-0000-0000-000000000000'::uuid)`,
  },
};

function textKey(value: string, required?: boolean): string {
  const known = required ? value : `coalesce(${value}, '')`;
  return `lower(${known}) collate "C"`;
}

/** The expression a list sorts by, never null, and its type for a cursor. */
export function sortKeyOf(fact: Fact, column: Column) {
  if (column.orderedBy) return column.orderedBy;
  const { type, key } = sortKeys[fact.kind];
  return { expression: key(column.value, column.required), type };
}

/** The bound value of a cursor, in the type of its sort key. */
export function cursorValue(type: string, value: string): Sql {
  return type === 'text'
    ? sql`${value}::text collate "C"`
    : sql`${value}::${raw(type)}`;
}
