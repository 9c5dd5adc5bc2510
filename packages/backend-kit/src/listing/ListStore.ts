import { InputError } from '@backstage/errors';
import {
  formatSort,
  pageLimits,
  parseFilter,
  parseSort,
  type FactTable,
  type ListQuery,
} from '@flyloft/kit-common';
import type { Knex } from 'knex';
import { cursorValue, sortKeyOf, type Columns } from './columns';
import { conditionOf } from './conditions';
import { foreignCursor, formatCursor, parseCursor } from './cursor';
import { allOf, raw, sql, type Sql } from './sql';
import type { TotalCache } from './TotalCache';

/** How one list reads its tables. */
export interface ListDefinition {
  facts: FactTable;
  columns: Columns;
  /** Tables with their joins, without `from`. */
  from: Sql;
  /** What a row consists of, without `select`. */
  select: Sql;
  /** The tables that a count needs, when fewer than a page's. */
  countFrom?: Sql;
  /** The unique key that breaks ties of a sort, with its type. */
  id: {
    expression: string;
    type: 'uuid' | 'bigint' | 'text' | 'integer';
    /**
     * The id stands in another table than what is sorted by, or is made of
     * several columns: an index can't tell where a page goes on by both, so it
     * is told by one.
     */
    elsewhere?: boolean;
  };
  defaultSort: string;
  /** Free text as a condition; absent where a list has none. */
  search?: (text: string) => Sql;
  /** Always there: scope, deleted or not. */
  conditions: Sql[];
  /** Where totals are remembered; absent where counting is cheap. */
  totals?: RememberedTotals;
  /**
   * A row takes much to make, and its id alone names it: so only those of the
   * page are made. PostgreSQL makes every row that matches before it sorts
   * them, where no index gives the order: 1 s of 76,000 guests in place of 0.2.
   */
  selectLast?: boolean;
  /** Counts what matches where the list knows a cheaper way than to. */
  count?: (where: Sql) => Promise<number>;
}

/** Totals that hold while the data that the list reads is the same. */
export interface RememberedTotals {
  cache: TotalCache;
  /** Changes with every change of what the list reads, and never back. */
  version(): Promise<string>;
}

/** A page of rows as the database gave them. */
export interface RowPage<Row> {
  rows: Row[];
  nextCursor: string | null;
  total: number;
}

type WithKey<Row> = Row & { cursor_key: string; cursor_id: string };

/**
 * Reads one page of any list: keyset paging on the sort key and the id, so
 * that the deepest page costs what the first does, and a count of all that
 * match.
 *
 * @throws InputError for an unknown fact, operator, sort or cursor.
 */
export async function readPage<Row>(
  db: Knex,
  list: ListDefinition,
  query: ListQuery,
): Promise<RowPage<Row>> {
  const where = conditionsOf(list, query);
  const limit = query.limit ?? pageLimits.default;
  const [rows, total] = await Promise.all([
    readRows<Row>(db, list, query, where, limit),
    list.count ? list.count(where) : totalOf(db, list, where),
  ]);
  const more = rows.length > limit;
  const page = more ? rows.slice(0, limit) : rows;
  const last = page.at(-1);
  return {
    rows: page,
    nextCursor:
      more && last
        ? formatCursor({
            sort: sortOf(list, query),
            value: last.cursor_key,
            id: last.cursor_id,
          })
        : null,
    total,
  };
}

/** Every condition of a list's query, scope included, as one piece of SQL. */
export function conditionsOf(list: ListDefinition, query: ListQuery): Sql {
  const conditions = [...list.conditions];
  for (const text of query.filter ?? []) {
    const filter = parseFilter(text, list.facts);
    const fact = list.facts[filter.fact]!;
    conditions.push(conditionOf(filter, fact, list.columns[filter.fact]!));
  }
  if (query.q) {
    if (!list.search) {
      throw new InputError('This list has no free text search; use a filter');
    }
    conditions.push(list.search(query.q));
  }
  return allOf(conditions);
}

function sortOf(list: ListDefinition, query: ListQuery): string {
  return formatSort(parseSort(query.sort ?? list.defaultSort, list.facts));
}

async function readRows<Row>(
  db: Knex,
  list: ListDefinition,
  query: ListQuery,
  where: Sql,
  limit: number,
): Promise<Array<WithKey<Row>>> {
  const sort = parseSort(query.sort ?? list.defaultSort, list.facts);
  const key = sortKeyOf(list.facts[sort.fact]!, list.columns[sort.fact]!);
  const expression = raw(key.expression);
  const id = raw(list.id.expression);
  const direction = raw(sort.descending ? 'desc' : 'asc');
  const after = query.cursor
    ? afterCursor(list, query, key, sort.descending)
    : raw('true');
  const found = sql`from ${list.from}
      where ${where} and ${after}
      order by ${expression} ${direction}, ${id} ${direction}
      limit ${limit + 1}`;
  const rows = run<WithKey<Row>>(
    db,
    list.selectLast
      ? sql`with page as materialized (
            select ${expression} as page_key, ${id} as page_id ${found})
          select ${list.select}, page_key::text as cursor_key, page_id::text as cursor_id
          from ${list.from} join page on page_id = ${id}
          order by page_key ${direction}, page_id ${direction}`
      : sql`select ${list.select}, (${expression})::text as cursor_key,
          ${id}::text as cursor_id ${found}`,
  );
  // A cursor of the right form may still hold what the sort's type does not
  // take: only PostgreSQL knows all that its types take.
  return query.cursor ? rows.catch(refuseCursor) : rows;
}

function refuseCursor(error: unknown): never {
  const code = (error as { code?: unknown }).code;
  const isDataException = typeof code === 'string' && code.startsWith('22');
  throw isDataException ? foreignCursor() : error;
}

function afterCursor(
  list: ListDefinition,
  query: ListQuery,
  key: { expression: string; type: string },
  descending: boolean,
): Sql {
  const cursor = parseCursor(query.cursor!, sortOf(list, query));
  const sign = raw(descending ? '<' : '>');
  const value = cursorValue(key.type, cursor.value);
  const after = sql`(${raw(key.expression)}, ${raw(list.id.expression)}) ${sign} (${value}, ${cursor.id}::${raw(list.id.type)})`;
  return list.id.elsewhere
    ? sql`${after} and ${raw(key.expression)} ${sign}= ${value}`
    : after;
}

async function totalOf(
  db: Knex,
  list: ListDefinition,
  where: Sql,
): Promise<number> {
  const statement = sql`select count(*) as count from ${list.countFrom ?? list.from} where ${where}`;
  const count = async () => {
    const [row] = await run<{ count: string }>(db, statement);
    return Number(row?.count ?? 0);
  };
  if (!list.totals) return count();
  const { cache, version } = list.totals;
  return cache.total(await version(), JSON.stringify(statement), count);
}

/** Runs a piece of SQL and gives its rows. */
export async function run<Row>(db: Knex, statement: Sql): Promise<Row[]> {
  // knex types bindings as mutable and without null in arrays; ours are neither.
  const answer = await db.raw<{ rows: Row[] }>(
    statement.text,
    statement.bindings as Knex.RawBinding[],
  );
  return answer.rows;
}
