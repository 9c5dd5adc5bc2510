import {
  containing,
  inRanges,
  join,
  partialAddress,
  raw,
  run,
  sql,
  type Sql,
} from '@flyloft/backend-kit';
import type { SearchHit } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { typedAs } from '../guests/guestSearch';
import type { HistoryScope } from '../history/HistoryStore';
import { scopeCondition } from '../scope/scopeCondition';

interface HitRow {
  kind: SearchHit['kind'];
  id: string;
  title: string;
  context: string;
  fact: string;
  value: string;
}

/**
 * Finds guests, hosts, clusters, networks and addresses by what was typed so
 * far. Each arm reads one index and stops after a few rows, so the answer
 * costs the same at 100 guests and at 100,000.
 */
export class SearchStore {
  constructor(private readonly db: Knex) {}

  async search(
    typed: string,
    limit: number,
    scope: HistoryScope,
  ): Promise<SearchHit[]> {
    const arms = [
      ...guestArms(typed, limit, scope),
      ...addressArms(typed, limit, scope),
      ...(scope.infrastructure ? infrastructureArms(typed, limit) : []),
    ];
    const rows = await run<HitRow>(
      this.db,
      sql`select distinct on (rank, title, kind, id) kind, id, title, context, fact, value
        from (${join(arms, ' union all ')}) as found
        order by rank, title, kind, id limit ${limit * 2}`,
    );
    return unique(rows).slice(0, limit).map(toHit);
  }
}

const guestContext = `concat_ws(' · ', g.platform_id, g.host_name, g.power_state)`;

function guestArm(
  rank: Sql,
  fact: string,
  value: string,
  condition: Sql,
  scope: HistoryScope,
  limit: number,
): Sql {
  return sql`(select ${rank} as rank, 'guest' as kind, g.id::text as id,
      g.name as title, ${raw(guestContext)} as context, ${fact}::text as fact,
      ${raw(value)} as value
    from guests g
    where ${condition} and g.deleted_at is null
      and ${scopeCondition(scope.guests, 'g.owner_ref')}
    limit ${limit})`;
}

function guestArms(typed: string, limit: number, scope: HistoryScope): Sql[] {
  const { macRange, uuidRange, vmId } = typedAs(typed);
  const start = typed.toLowerCase();
  const arms = [
    // Names that begin with it come first and come from the ordered index.
    guestArm(
      raw('1'),
      'name',
      'g.name',
      sql`lower(g.name) collate "C" >= ${start} collate "C" and lower(g.name) collate "C" < ${`${start}\uffff`} collate "C"`,
      scope,
      limit,
    ),
    guestArm(
      raw('3'),
      'name',
      'g.name',
      sql`g.name ilike ${containing(typed)}`,
      scope,
      limit,
    ),
  ];
  if (vmId) {
    arms.push(
      guestArm(
        raw('0'),
        'externalId',
        'g.external_id',
        sql`g.external_id = ${vmId}`,
        scope,
        limit,
      ),
    );
  }
  if (uuidRange) {
    arms.push(
      guestArm(
        raw('0'),
        'biosUuid',
        'g.bios_uuid::text',
        sql`g.bios_uuid between ${uuidRange.from}::uuid and ${uuidRange.to}::uuid`,
        scope,
        limit,
      ),
    );
  }
  if (macRange) {
    const whole = macRange.from === macRange.to;
    arms.push(
      guestArm(
        raw('0'),
        'macAddresses',
        whole
          ? `array_to_string(g.mac_addresses, ', ')`
          : 'g.mac_addresses[1]::text',
        whole
          ? sql`g.mac_addresses @> array[${macRange.from}::macaddr]`
          : sql`g.mac_addresses[1] between ${macRange.from}::macaddr and ${macRange.to}::macaddr`,
        scope,
        limit,
      ),
    );
  }
  return arms;
}

function addressArms(typed: string, limit: number, scope: HistoryScope): Sql[] {
  const ranges = partialAddress(typed);
  if (ranges.length === 0) return [];
  return [
    sql`(select case when host(a.address) = ${typed} then 0 else 2 end as rank,
        'address' as kind, a.guest_id::text as id, host(a.address) as title,
        concat_ws(' · ', g.name, g.platform_id, a.network) as context,
        'addresses'::text as fact, host(a.address) as value
      from guest_addresses a join guests g on g.id = a.guest_id
      where ${inRanges('a.address', ranges)}
        and ${scopeCondition(scope.guests, 'a.owner_ref')}
      order by a.address limit ${limit})`,
  ];
}

function infrastructureArms(typed: string, limit: number): Sql[] {
  const named = (kind: string, table: string, context: string) =>
    sql`(select 2 as rank, ${kind}::text as kind, t.id::text as id,
        t.name as title, ${raw(context)} as context, 'name'::text as fact,
        t.name as value
      from ${raw(table)} t
      where t.name ilike ${containing(typed)} and t.deleted_at is null
      limit ${limit})`;
  const ranges = partialAddress(typed);
  const byAddress = sql`(select 1 as rank, 'host' as kind, t.id::text as id,
      t.name as title, concat_ws(' · ', t.platform_id, t.cluster_name, t.status) as context,
      'address'::text as fact, host(t.address) as value
    from hosts t
    where ${inRanges('t.address', ranges)} and t.deleted_at is null limit ${limit})`;
  return [
    named(
      'host',
      'hosts',
      `concat_ws(' · ', t.platform_id, t.cluster_name, t.status)`,
    ),
    named('cluster', 'clusters', 't.platform_id'),
    named(
      'network',
      'networks',
      `concat_ws(' · ', t.platform_id, t.cluster_name, t.kind)`,
    ),
    ...(ranges.length > 0 ? [byAddress] : []),
  ];
}

/** A thing found by several arms counts once, by the best of them. */
function unique(rows: HitRow[]): HitRow[] {
  const seen = new Set<string>();
  return rows.filter(row => {
    const key = row.kind === 'address' ? `${row.id}/${row.title}` : row.id;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function toHit(row: HitRow): SearchHit {
  return {
    kind: row.kind,
    id: row.id,
    title: row.title,
    context: row.context,
    matched: { fact: row.fact, value: row.value },
  };
}
