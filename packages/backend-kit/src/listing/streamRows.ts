import { parseSort, type ListQuery } from '@flyloft/kit-common';
import type { Knex } from 'knex';
import { sortKeyOf } from './columns';
import { conditionsOf, run, type ListDefinition } from './ListStore';
import { raw, sql } from './sql';

/** So many rows are in memory at a time; more made it no faster. */
const rowsPerBatch = 1_000;

/**
 * Reads every row that a list's query matches, in its order, batch by batch
 * over a cursor: one picture of one moment in flat memory, whatever the sort.
 * Pages by keyset would sort the whole list anew for each page where no index
 * serves the order. The connection is held until the last batch was taken, or
 * the caller stops asking.
 *
 * @throws InputError for an unknown fact, operator or sort.
 */
export async function* streamRows<Row>(
  db: Knex,
  list: ListDefinition,
  query: ListQuery,
): AsyncGenerator<Row[], void, void> {
  const where = conditionsOf(list, query);
  const sort = parseSort(query.sort ?? list.defaultSort, list.facts);
  const key = sortKeyOf(list.facts[sort.fact]!, list.columns[sort.fact]!);
  const direction = raw(sort.descending ? 'desc' : 'asc');
  const tx = await db.transaction(undefined, { readOnly: true });
  try {
    // All rows are wanted: the plan that gives the first ones soonest is not
    // the one that gives all of them soonest.
    await tx.raw('set local cursor_tuple_fraction = 1');
    await run(
      tx,
      sql`declare streamed no scroll cursor for
        select ${list.select} from ${list.from} where ${where}
        order by ${raw(key.expression)} ${direction},
          ${raw(list.id.expression)} ${direction}`,
    );
    for (;;) {
      const rows = await run<Row>(
        tx,
        raw(`fetch forward ${rowsPerBatch} from streamed`),
      );
      if (rows.length > 0) yield rows;
      if (rows.length < rowsPerBatch) return;
    }
  } finally {
    await tx.rollback();
  }
}
