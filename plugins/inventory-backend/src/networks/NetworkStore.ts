import { NotFoundError } from '@backstage/errors';
import {
  allOf,
  containing,
  readPage,
  run,
  sql,
  type ListDefinition,
} from '@flyloft/backend-kit';
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
export class NetworkStore {
  constructor(private readonly db: Knex) {}

  /** One page of networks; guests outside the scope are not counted. */
  async list(query: ListQuery, scope: Scope) {
    const page = await readPage<NetworkRow>(
      this.db,
      networkList(query, scope),
      query,
    );
    return { ...page, items: page.rows.map(toNetwork) };
  }

  /** Networks by id, deleted ones too, for the change feed. */
  async byIds(ids: string[], scope: Scope): Promise<Map<string, Network>> {
    const list = networkList({ deleted: 'include' }, scope);
    const rows = await run<NetworkRow>(
      this.db,
      sql`select ${list.select} from ${list.from}
        where t.id = any(${ids}::uuid[]) and ${allOf(list.conditions)}`,
    );
    return new Map(rows.map(row => [row.id, toNetwork(row)]));
  }

  /** @throws NotFoundError */
  async get(id: string, scope: Scope): Promise<Network> {
    const network = (await this.byIds([id], scope)).get(id);
    if (!network) throw new NotFoundError(`There is no network '${id}'`);
    return network;
  }
}

function networkList(query: ListQuery, scope: Scope): ListDefinition {
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
    from: sql`networks t join platforms p on p.id = t.platform_id
      left join (
        select g.platform_id, g.cluster_id, part.name, count(*) as guest_count
        from guests g, unnest(g.networks) as part(name)
        where g.deleted_at is null and ${scopeCondition(scope, 'g.owner_ref')}
        group by 1, 2, 3) use
      on use.platform_id = t.platform_id and use.name = t.name
        and use.cluster_id is not distinct from t.cluster_id`,
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
