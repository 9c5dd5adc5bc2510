import {
  anyOf,
  containing,
  inRanges,
  partialAddress,
  raw,
  readPage,
  sql,
  streamRows,
  type ListDefinition,
  type Sql,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import {
  addressFacts,
  type SeenAddress,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { InputError } from '@backstage/errors';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';

interface AddressRow {
  id: string;
  address: string;
  family: 4 | 6;
  prefix_length: number | null;
  source: SeenAddress['source'];
  platform_id: string;
  guest_id: string;
  guest_name: string;
  power_state: SeenAddress['guest']['powerState'];
  visibility: SeenAddress['guest']['visibility'];
  nic_key: string;
  mac_address: string | null;
  network: string | null;
  vlan_tag: number | null;
  owner_ref: string | null;
  guest_count: string;
  first_seen_at: Date;
  last_seen_at: Date | null;
}

/** Reads the addresses that guests show; duplicates are rows of their own. */
export class AddressStore {
  constructor(private readonly db: Knex) {}

  /** One page of addresses within the scope. */
  async list(query: ListQuery, scope: Scope) {
    const page = await readPage<AddressRow>(
      this.db,
      addressList(query, scope),
      query,
    );
    return { ...page, items: page.rows.map(toAddress) };
  }

  /** All addresses that match, batch by batch. */
  async *stream(query: ListQuery, scope: Scope) {
    const list = addressList(query, scope);
    for await (const rows of streamRows<AddressRow>(this.db, list, query)) {
      yield rows.map(row => {
        const address = toAddress(row);
        return { ...address, duplicate: address.guestCount > 1 };
      });
    }
  }
}

const rowId = `a.guest_id::text || '/' || a.nic_key || '/' || host(a.address)`;

function addressList(query: ListQuery, scope: Scope): ListDefinition {
  if (query.at || (query.deleted ?? 'exclude') !== 'exclude') {
    throw new InputError(
      `Addresses are listed as they are now; leave out 'at' and 'deleted'`,
    );
  }
  const tables = raw(`guest_addresses a
      join guests g on g.id = a.guest_id
      join platforms p on p.id = a.platform_id`);
  return {
    facts: addressFacts,
    columns: {
      address: { value: 'a.address', required: true },
      family: { value: 'family(a.address)' },
      platformId: { value: 'a.platform_id' },
      guest: { value: 'g.name', id: 'a.guest_id' },
      macAddress: { value: 'a.mac_address' },
      network: { value: 'a.network' },
      vlanTag: { value: 'a.vlan_tag' },
      ownerRef: { value: 'a.owner_ref' },
      source: { value: 'a.source' },
      duplicate: {
        value: 'a.address',
        condition: wanted => duplicated(scope, wanted),
      },
      firstSeenAt: { value: 'a.first_seen_at' },
      lastSeenAt: { value: 'coalesce(g.last_seen_at, p.collected_at)' },
    },
    from: sql`${tables} left join lateral (
        select count(distinct b.guest_id) as guest_count from guest_addresses b
        where b.address = a.address and ${scopeCondition(scope, 'b.owner_ref')}) same on true`,
    countFrom: tables,
    select: raw(`${rowId} as id, host(a.address) as address,
      family(a.address) as family, a.prefix_length, a.source, a.platform_id,
      a.guest_id, g.name as guest_name, g.power_state, g.visibility, a.nic_key,
      a.mac_address::text as mac_address, a.network, a.vlan_tag, a.owner_ref,
      same.guest_count, a.first_seen_at,
      coalesce(g.last_seen_at, p.collected_at) as last_seen_at`),
    id: {
      expression: `(${rowId}) collate "C"`,
      type: 'text',
      elsewhere: true,
    },
    defaultSort: 'address',
    search: text => addressSearch(text),
    conditions: [scopeCondition(scope, 'a.owner_ref')],
  };
}

function addressSearch(text: string): Sql {
  const ranges = partialAddress(text);
  return anyOf([
    ...(ranges.length > 0 ? [inRanges('a.address', ranges)] : []),
    sql`g.name ilike ${containing(text)}`,
    sql`a.mac_address::text = ${text.toLowerCase()}`,
  ]);
}

function duplicated(scope: Scope, wanted: string): Sql {
  const shared = sql`a.address in (
    select b.address from guest_addresses b
    where ${scopeCondition(scope, 'b.owner_ref')}
    group by b.address having count(distinct b.guest_id) > 1)`;
  return wanted === 'true' ? shared : sql`not (${shared})`;
}

function toAddress(row: AddressRow): SeenAddress {
  return {
    id: row.id,
    address: row.address,
    family: row.family,
    prefixLength: row.prefix_length,
    source: row.source,
    platformId: row.platform_id,
    guest: {
      id: row.guest_id,
      name: row.guest_name,
      powerState: row.power_state,
      visibility: row.visibility,
    },
    nic: row.nic_key,
    macAddress: row.mac_address,
    network: row.network,
    vlanTag: row.vlan_tag,
    ownerRef: row.owner_ref,
    guestCount: Number(row.guest_count),
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: (row.last_seen_at ?? row.first_seen_at).toISOString(),
  };
}
