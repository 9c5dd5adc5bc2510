import { InputError } from '@backstage/errors';
import {
  anyOf,
  containing,
  raw,
  readPage,
  run,
  sql,
  streamRows,
  TotalCache,
  type ListDefinition,
  type Sql,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import {
  changeFacts,
  fieldsOfChangeType,
  type Change,
  type ChangeType,
  type FeedQuery,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { HistoryBeginningStore } from './HistoryBeginningStore';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';

interface ChangeRow {
  sequence: string;
  at: Date;
  run_id: string | null;
  platform_id: string;
  kind: Change['kind'];
  object_id: string;
  name: string;
  operation: Change['operation'];
  cause: Change['cause'];
  actor: string | null;
  reason: string | null;
  fields: Change['fields'] | null;
}

/** Which changes a caller may read: guests by owner, the rest by permission. */
export interface HistoryScope {
  guests: Scope;
  infrastructure: boolean;
}

/** Reads what changed: for people newest first, for consumers as a feed. */
export class HistoryStore {
  private readonly totals = {
    cache: new TotalCache(),
    version: () => this.version(),
  };

  private readonly beginning: HistoryBeginningStore;

  constructor(private readonly db: Knex) {
    this.beginning = new HistoryBeginningStore(db);
  }

  /** One page of changes, newest first; of one thing, when its id is given. */
  async list(query: ListQuery, scope: HistoryScope, objectId?: string) {
    const page = await readPage<ChangeRow>(
      this.db,
      { ...changeList(query, scope, objectId), totals: this.totals },
      query,
    );
    return { ...page, items: page.rows.map(toChange) };
  }

  /** Every change moves the feed's clock, in the transaction that writes it. */
  private async version(): Promise<string> {
    const [row] = await run<{ version: string }>(
      this.db,
      raw('select last_sequence as version from feed_clock'),
    );
    return row!.version;
  }

  /** All changes that match, batch by batch. */
  async *stream(query: ListQuery, scope: HistoryScope) {
    const list = changeList(query, scope);
    for await (const rows of streamRows<ChangeRow>(this.db, list, query)) {
      yield rows.map(toChange);
    }
  }

  /**
   * Changes after a sequence number, oldest first.
   *
   * @throws ConflictError where changes after it were purged.
   */
  async after(query: FeedQuery, scope: HistoryScope): Promise<Change[]> {
    const after = query.after ?? '0';
    const limit = query.limit ?? 1000;
    // Of each batch only what a page can hold, and fields of that alone: made
    // for all that follow, they took 1.8 s a page at 96,000 changes.
    const rows = await run<ChangeRow>(
      this.db,
      sql`with page as materialized (
          select next.batch_id, next.position
          from change_batches b cross join lateral (
            select c.batch_id, c.position from changes c
            where c.batch_id = b.id
              and c.position > ${after}::bigint - b.first_sequence
              and ${visible(scope)}
            order by c.position limit ${limit}) next
          where b.first_sequence is not null
            and b.first_sequence + b.size > ${after}::bigint + 1
          order by b.first_sequence, next.position limit ${limit})
        select ${select} from page
        join change_batches b on b.id = page.batch_id
        join changes c on c.batch_id = page.batch_id
          and c.position = page.position ${fieldsOf}
        order by b.first_sequence, c.position`,
    );
    await this.beginning.requireSequence(after);
    return rows.map(toChange);
  }
}

const select = raw(`b.first_sequence + c.position as sequence, b.at, b.run_id,
  c.platform_id, c.kind, c.object_id, c.name, c.operation, b.cause, b.actor, b.reason, f.fields`);

const fieldsOf = raw(`left join lateral (
  select jsonb_agg(jsonb_build_object(
      'field', cf.field, 'from', cf.from_value, 'to', cf.to_value)
      order by cf.field) as fields
  from change_fields cf
  where cf.batch_id = c.batch_id and cf.position = c.position) f on true`);

/** Which changes `c` a caller may read. */
export function visible(scope: HistoryScope): Sql {
  return anyOf([
    sql`c.kind = 'guest' and ${scopeCondition(scope.guests, 'c.owner_ref')}`,
    ...(scope.infrastructure ? [raw(`c.kind <> 'guest'`)] : []),
  ]);
}

function changeList(
  query: ListQuery,
  scope: HistoryScope,
  objectId?: string,
): ListDefinition {
  if (query.at || query.deleted) {
    throw new InputError(
      `Changes filter by time with filter=at:gte:… and at:lte:…; leave out 'at' and 'deleted'`,
    );
  }
  const tables = raw('change_batches b join changes c on c.batch_id = b.id');
  return {
    facts: changeFacts,
    columns: {
      // In the order of commits, which an index has; times of two platforms'
      // syncs may stand a little out of it.
      at: {
        value: 'b.at',
        orderedBy: { expression: 'b.first_sequence', type: 'bigint' },
      },
      kind: { value: 'c.kind' },
      operation: { value: 'c.operation' },
      type: { value: 'c.kind', condition: ofType },
      field: { value: 'c.kind', condition: withField },
      platformId: { value: 'c.platform_id' },
      cause: { value: 'b.cause' },
      by: { value: 'b.actor' },
      runId: { value: 'b.run_id::text' },
      objectId: { value: 'c.object_id' },
      name: { value: 'c.name' },
    },
    from: sql`${tables} ${fieldsOf}`,
    countFrom: tables,
    select,
    id: { expression: 'c.position', type: 'integer', elsewhere: true },
    defaultSort: '-at',
    search: text => sql`c.name ilike ${containing(text)}`,
    conditions: [
      raw('b.first_sequence is not null'),
      visible(scope),
      ...(objectId ? [sql`c.object_id = ${objectId}::uuid`] : []),
    ],
  };
}

function ofType(wanted: string): Sql {
  const fields = fieldsOfChangeType(wanted as ChangeType);
  if (fields === 'life-cycle') return raw(`c.operation <> 'changed'`);
  const changed = sql`exists (select from change_fields cf
    where cf.batch_id = c.batch_id and cf.position = c.position
      and split_part(cf.field, '.', 1) = any(${fields.names}::text[]))`;
  return fields.kind === 'these'
    ? changed
    : sql`c.operation = 'changed' and exists (select from change_fields cf
        where cf.batch_id = c.batch_id and cf.position = c.position
          and split_part(cf.field, '.', 1) <> all(${fields.names}::text[]))`;
}

function withField(wanted: string): Sql {
  return sql`exists (select from change_fields cf
    where cf.batch_id = c.batch_id and cf.position = c.position
      and split_part(cf.field, '.', 1) = ${wanted.split('.')[0]!}
      and (cf.field = ${wanted} or cf.field like ${`${wanted}.%`}))`;
}

function toChange(row: ChangeRow): Change {
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    runId: row.run_id,
    platformId: row.platform_id,
    kind: row.kind,
    objectId: row.object_id,
    name: row.name,
    operation: row.operation,
    cause: row.cause,
    by: row.actor,
    reason: row.reason,
    fields: row.fields ?? [],
  };
}
