import { NotFoundError } from '@backstage/errors';
import {
  allOf,
  readPage,
  run,
  sql,
  streamRows,
  type ListDefinition,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import type { Knex } from 'knex';
import type { Scope } from '../scope/scope';
import type { ThingRow } from './things';

/** How things of one kind are read; the scope is whose guests are counted. */
export interface ThingReading<Row extends ThingRow, Thing> {
  /** For people: `host`. */
  kind: string;
  /** With ids: of no others. */
  list(query: ListQuery, scope: Scope, ids?: readonly string[]): ListDefinition;
  toThing(row: Row): Thing;
}

/** Reads what guests run on and hang on, of one kind. */
export class ThingStore<Row extends ThingRow, Thing> {
  constructor(
    private readonly db: Knex,
    private readonly reading: ThingReading<Row, Thing>,
  ) {}

  /** One page; guests outside the scope are not counted. */
  async list(query: ListQuery, scope: Scope) {
    const page = await readPage<Row>(
      this.db,
      this.reading.list(query, scope),
      query,
    );
    return { ...page, items: page.rows.map(this.reading.toThing) };
  }

  /** All that match, batch by batch. */
  async *stream(query: ListQuery, scope: Scope) {
    const list = this.reading.list(query, scope);
    for await (const rows of streamRows<Row>(this.db, list, query)) {
      yield rows.map(this.reading.toThing);
    }
  }

  /** Things by id, deleted ones too, for the change feed. */
  async byIds(ids: string[], scope: Scope): Promise<Map<string, Thing>> {
    const list = this.reading.list({ deleted: 'include' }, scope, ids);
    const rows = await run<Row>(
      this.db,
      sql`select ${list.select} from ${list.from}
        where t.id = any(${ids}::uuid[]) and ${allOf(list.conditions)}`,
    );
    return new Map(rows.map(row => [row.id, this.reading.toThing(row)]));
  }

  /** @throws NotFoundError */
  async get(id: string, scope: Scope): Promise<Thing> {
    const thing = (await this.byIds([id], scope)).get(id);
    if (!thing) {
      throw new NotFoundError(`There is no ${this.reading.kind} '${id}'`);
    }
    return thing;
  }
}
