import { NotFoundError } from '@backstage/errors';
import {
  allOf,
  conditionsOf,
  raw,
  readPage,
  run,
  sql,
  streamRows,
  TotalCache,
  type ListDefinition,
  type Sql,
} from '@flyloft/backend-kit';
import { InputError } from '@backstage/errors';
import type { ListQuery } from '@flyloft/kit-common';
import {
  guestFacts,
  guestFactsWith,
  type Facet,
  type Guest,
  type GuestDetail,
  type GuestRaw,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { customColumns } from '../customFields/customColumns';
import { CustomFieldStore } from '../customFields/CustomFieldStore';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import { HistoryBeginningStore } from '../history/HistoryBeginningStore';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';
import { guestColumns } from './guestColumns';
import {
  guestSelect,
  toGuest,
  toGuestDetail,
  type GuestDetailRow,
  type GuestRow,
} from './guestRow';
import { guestSearch } from './guestSearch';

type GuestListQuery = ListQuery & { include?: 'nics' };
type GuestPage = { items: Guest[]; nextCursor: string | null; total: number };

/** Reads guests, now or at a past moment, always within a scope. */
export class GuestListStore {
  private readonly totals = {
    cache: new TotalCache(),
    version: () => this.version(),
  };

  private readonly customFields: CustomFieldStore;
  private readonly beginning: HistoryBeginningStore;

  constructor(
    private readonly db: Knex,
    private readonly freshness: FreshnessStore,
  ) {
    this.customFields = new CustomFieldStore(db);
    this.beginning = new HistoryBeginningStore(db);
  }

  /** One page of the guests that match, with the count of all. */
  async list(query: GuestListQuery, scope: Scope): Promise<GuestPage> {
    const page = await readPage<GuestRow>(
      this.db,
      { ...(await this.listOf(query, scope)), totals: this.totals },
      query,
    );
    await this.beginning.requireMoment(query.at);
    const duplicates = query.at
      ? null
      : await this.duplicatesAmong(page.rows, scope);
    return {
      items: page.rows.map(row =>
        toGuest(row, duplicates && row.addresses.some(a => duplicates.has(a))),
      ),
      nextCursor: page.nextCursor,
      total: page.total,
    };
  }

  /** All guests that match, batch by batch, for an export. */
  async *stream(
    query: ListQuery,
    scope: Scope,
  ): AsyncGenerator<Guest[], void, void> {
    await this.beginning.requireMoment(query.at);
    const list = await this.listOf(query, scope);
    for await (const rows of streamRows<GuestRow>(this.db, list, query)) {
      const duplicates = query.at
        ? null
        : await this.duplicatesAmong(rows, scope);
      yield rows.map(row =>
        toGuest(row, duplicates && row.addresses.some(a => duplicates.has(a))),
      );
    }
  }

  /**
   * The values of one fact with their counts, most frequent first, at most
   * 100: for the menus of filters.
   */
  async facets(
    factName: string,
    query: ListQuery,
    scope: Scope,
  ): Promise<Facet[]> {
    const list = await this.listOf(query, scope, factName);
    const fact = list.facts[factName];
    const column = list.columns[factName];
    const usable: readonly string[] = ['text', 'choice', 'reference', 'list'];
    if (!fact || !column || !usable.includes(fact.kind)) {
      throw new InputError(
        `'${factName}' has no list of values; these have: ${Object.keys(
          list.facts,
        )
          .filter(name => usable.includes(list.facts[name]!.kind))
          .join(', ')}`,
      );
    }
    const value =
      fact.kind === 'list'
        ? sql`unnest(${raw(column.value)})`
        : raw(column.value);
    const rows = await run<{ value: string; count: string }>(
      this.db,
      sql`select value, count(*) as count
        from (select ${value} as value from ${list.from}
              where ${conditionsOf(list, query)}) as found
        where value is not null and value <> ''
        group by value order by count(*) desc, value limit 100`,
    );
    await this.beginning.requireMoment(query.at);
    return rows.map(row => ({
      value: row.value,
      label: row.value,
      count: Number(row.count),
    }));
  }

  /**
   * One guest with its NICs and disks, now or at a past moment.
   *
   * @throws NotFoundError also when it is outside the scope.
   */
  async get(
    id: string,
    scope: Scope,
    at: string | null = null,
  ): Promise<GuestDetail> {
    const list = guestList({ at: at ?? undefined, deleted: 'include' }, scope);
    const key = raw(at ? 'g.guest_id' : 'g.id');
    const [row] = await run<GuestDetailRow>(
      this.db,
      sql`select ${list.select}, g.description, g.nics, g.disks
        from ${list.from}
        where ${key} = ${id}::uuid and ${allOf(list.conditions)}`,
    );
    await this.beginning.requireMoment(at);
    if (!row) throw noGuest(id, at);
    const freshness = await this.freshness.ofPlatform(row.platform_id);
    const duplicates = at ? null : await this.duplicatesAmong([row], scope);
    return toGuestDetail(row, { duplicates, at, freshness });
  }

  /**
   * What the platform answered about a guest.
   *
   * @throws NotFoundError also when it is outside the scope, and where the
   *   answers were forgotten after it was deleted.
   */
  async getRaw(id: string, scope: Scope): Promise<GuestRaw> {
    const [row] = await run<{
      raw: Record<string, unknown> | null;
      collected_at: Date;
    }>(
      this.db,
      sql`select r.raw, r.collected_at from guests g
        left join guest_raw r on r.guest_id = g.id
        where g.id = ${id}::uuid and ${scopeCondition(scope, 'g.owner_ref')}`,
    );
    if (!row) throw noGuest(id, null);
    if (!row.raw) {
      throw new NotFoundError(
        `Nothing that a platform answered about guest '${id}' is kept`,
      );
    }
    return { raw: row.raw, collectedAt: row.collected_at.toISOString() };
  }

  /** The ids of the guests that match, at most so many. */
  async matching(
    query: ListQuery,
    scope: Scope,
    most: number,
  ): Promise<string[]> {
    const list = await this.listOf(query, scope);
    const rows = await run<{ id: string }>(
      this.db,
      sql`select g.id from ${list.from} where ${conditionsOf(list, query)}
        order by g.id limit ${most}`,
    );
    return rows.map(row => row.id);
  }

  /** Those of some guests that the scope shows, deleted ones too. */
  async seen(ids: string[], scope: Scope): Promise<string[]> {
    const rows = await run<{ id: string }>(
      this.db,
      sql`select g.id from guests g where g.id = any(${ids}::uuid[])
        and ${scopeCondition(scope, 'g.owner_ref')} order by g.id`,
    );
    return rows.map(row => row.id);
  }

  /** Guests by id, for the change feed; absent where the scope hides them. */
  async byIds(ids: string[], scope: Scope): Promise<Map<string, Guest>> {
    const list = guestList({ deleted: 'include', include: 'nics' }, scope);
    const rows = await run<GuestRow>(
      this.db,
      sql`select ${list.select} from ${list.from}
        where g.id = any(${ids}::uuid[]) and ${allOf(list.conditions)}`,
    );
    return new Map(rows.map(row => [row.id, toGuest(row, null)]));
  }

  /** The list, with the fields that people defined where the query names one. */
  private async listOf(
    query: GuestListQuery,
    scope: Scope,
    factName = '',
  ): Promise<ListDefinition> {
    const list = guestList(query, scope);
    const named = [...(query.filter ?? []), query.sort ?? '', factName];
    if (!named.some(text => /^-?custom\./.test(text))) return list;
    const fields = await this.customFields.definitions();
    return {
      ...list,
      facts: guestFactsWith(fields),
      columns: { ...list.columns, ...customColumns(fields) },
    };
  }

  /**
   * The version of the guests: every change of one moves the feed's clock, and
   * every sync the time up to which the others were last seen, in the
   * transaction that writes them.
   */
  private async version(): Promise<string> {
    const [row] = await run<{ version: string }>(
      this.db,
      sql`select concat_ws('/', last_sequence,
          (select sum(collected_run_id) from platforms)) as version
        from feed_clock`,
    );
    return row!.version;
  }

  /** Which addresses of some guests other visible guests have too. */
  private async duplicatesAmong(
    rows: GuestRow[],
    scope: Scope,
  ): Promise<Set<string>> {
    const addresses = [...new Set(rows.flatMap(row => row.addresses))];
    if (addresses.length === 0) return new Set();
    const found = await run<{ address: string }>(
      this.db,
      sql`select host(a.address) as address from guest_addresses a
        where a.address = any(${addresses}::inet[])
          and ${scopeCondition(scope, 'a.owner_ref')}
        group by a.address having count(distinct a.guest_id) > 1`,
    );
    return new Set(found.map(row => row.address));
  }
}

function noGuest(id: string, at: string | null): NotFoundError {
  return new NotFoundError(
    at ? `There was no guest '${id}' at ${at}` : `There is no guest '${id}'`,
  );
}

/** The list of guests: the present, or with `at` the versions of a moment. */
export function guestList(query: GuestListQuery, scope: Scope): ListDefinition {
  const moment = query.at ? 'past' : 'now';
  return {
    facts: guestFacts,
    columns: guestColumns(scope, moment),
    ...sources[moment],
    select:
      query.include === 'nics'
        ? sql`${guestSelect[moment]}, g.nics`
        : guestSelect[moment],
    id: { expression: moment === 'now' ? 'g.id' : 'g.guest_id', type: 'uuid' },
    // Of a past moment the id alone doesn't name a version.
    selectLast: moment === 'now',
    defaultSort: 'name',
    search: text => guestSearch(text, moment),
    conditions: [
      ...(query.at
        ? [
            sql`g.valid_from <= ${query.at}::timestamptz and g.valid_to > ${query.at}::timestamptz`,
          ]
        : []),
      deletedCondition(query.deleted ?? 'exclude'),
      scopeCondition(scope, 'g.owner_ref'),
    ],
  };
}

// Each guest has its platform, and each version its guest: left joins all the
// same, since the planner leaves those out where only rows are counted.
const sources: Record<'now' | 'past', { from: Sql }> = {
  now: { from: raw('guests g left join platforms p on p.id = g.platform_id') },
  past: {
    from: raw(`guest_versions g
      left join guests now on now.id = g.guest_id
      left join platforms p on p.id = g.platform_id`),
  },
};

function deletedCondition(deleted: NonNullable<ListQuery['deleted']>): Sql {
  return {
    exclude: raw('g.deleted_at is null'),
    only: raw('g.deleted_at is not null'),
    include: raw('true'),
  }[deleted];
}
