import { containing, sql, type ListDefinition } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import { networkFacts, type Network } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';
import {
  thingColumns,
  thingConditions,
  thingSelect,
  toReference,
  toThing,
  type ThingRow,
} from '../things/things';
import { ThingStore } from '../things/ThingStore';

interface NetworkRow extends ThingRow {
  kind: Network['kind'];
  cluster_id: string | null;
  cluster_name: string | null;
  vlan_tag: number | null;
  vlan_aware: boolean | null;
  prefixes: string[];
  hosts: string[];
  description: string | null;
  guest_count: string;
}

/** Reads networks with how many guests are attached. */
export class NetworkStore extends ThingStore<NetworkRow, Network> {
  constructor(db: Knex) {
    super(db, { kind: 'network', list: networkList, toThing: toNetwork });
  }
}

function networkList(query: ListQuery, scope: Scope): ListDefinition {
  const named = sql`networks t join platforms p on p.id = t.platform_id`;
  return {
    facts: networkFacts,
    columns: {
      ...thingColumns,
      kind: { value: 't.kind' },
      cluster: { value: 't.cluster_name', id: 't.cluster_id' },
      vlanTag: { value: 't.vlan_tag' },
      guestCount: { value: 'coalesce(use.guest_count, 0)' },
    },
    // Guests name their networks; a name means the one of their own cluster.
    // Counted once, whatever the plan: once per network took 23 s of 76,000
    // guests on 47 networks, in place of 0.4.
    from: sql`${named}
      left join (with attached as materialized (
        select g.platform_id, g.cluster_id, part.name, count(*) as guest_count
        from guests g, unnest(g.networks) as part(name)
        where g.deleted_at is null and ${scopeCondition(scope, 'g.owner_ref')}
        group by 1, 2, 3) select * from attached) use
      on use.platform_id = t.platform_id and use.name = t.name
        and use.cluster_id is not distinct from t.cluster_id`,
    countFrom: query.filter?.some(text => text.startsWith('guestCount:'))
      ? undefined
      : named,
    select: sql`${thingSelect}, t.kind, t.cluster_id, t.cluster_name,
      t.vlan_tag, t.vlan_aware, t.prefixes::text[] as prefixes, t.hosts,
      t.description, coalesce(use.guest_count, 0) as guest_count`,
    id: { expression: 't.id', type: 'uuid' },
    defaultSort: 'name',
    search: text => sql`t.name ilike ${containing(text)}
      or coalesce(t.description, '') ilike ${containing(text)}
      or t.vlan_tag::text = ${text}`,
    conditions: thingConditions(query, 't'),
  };
}

function toNetwork(row: NetworkRow): Network {
  return {
    ...toThing(row),
    kind: row.kind,
    cluster: toReference(row.cluster_id, row.cluster_name),
    vlanTag: row.vlan_tag,
    vlanAware: row.vlan_aware,
    prefixes: row.prefixes,
    hosts: row.hosts,
    description: row.description,
    guestCount: Number(row.guest_count),
  };
}
