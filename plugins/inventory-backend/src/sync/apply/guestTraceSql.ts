/*
 * The statements for what hangs on a guest beside its facts: addresses, the
 * raw answer, and the events that stand for many guests at once. As text.
 */

import { upsertManualAddresses } from '../../guests/effectiveSql';

/** Takes off the addresses that guests no longer show, or that went with them. */
export const deleteAddresses = `
  delete from guest_addresses a using guest_plan p, guests g
  where a.guest_id = p.id and g.id = p.id
    and (p.operation = 'deleted' or (p.operation = 'changed'
      and a.source <> 'manual' and not coalesce(
      g.nics -> a.nic_key -> 'addresses'
        @> jsonb_build_array(jsonb_build_object('address', host(a.address))), false)))`;

/** Writes the addresses that the NICs of guests `g` show; known ones keep their start. */
export const upsertNicAddresses = (guests: string, seenAt: string) => `
  insert into guest_addresses (guest_id, nic_key, address, prefix_length, source,
    mac_address, network, vlan_tag, platform_id, owner_ref, second_owner_ref,
    first_seen_at)
  select g.id, nic.key, (seen ->> 'address')::inet,
    (seen ->> 'prefixLength')::smallint, seen ->> 'source',
    (nic.value ->> 'macAddress')::macaddr, nic.value ->> 'network',
    (nic.value ->> 'vlanTag')::integer, g.platform_id, g.owner_ref,
    g.second_owner_ref, ${seenAt}::timestamptz
  from ${guests}
  cross join lateral jsonb_each(g.nics) nic
  cross join lateral jsonb_array_elements(nic.value -> 'addresses') seen
  where g.addresses <> '{}'
  on conflict (guest_id, nic_key, address) do update set
    prefix_length = excluded.prefix_length, source = excluded.source,
    mac_address = excluded.mac_address, network = excluded.network,
    vlan_tag = excluded.vlan_tag, owner_ref = excluded.owner_ref,
    second_owner_ref = excluded.second_owner_ref
  where (guest_addresses.prefix_length, guest_addresses.source,
      guest_addresses.mac_address, guest_addresses.network,
      guest_addresses.vlan_tag, guest_addresses.owner_ref, guest_addresses.second_owner_ref)
    is distinct from (excluded.prefix_length, excluded.source,
      excluded.mac_address, excluded.network, excluded.vlan_tag, excluded.owner_ref,
      excluded.second_owner_ref)`;

/** Writes the addresses that changed guests show. */
export const upsertAddresses = upsertNicAddresses(
  `guest_plan p join guests g on g.id = p.id
    and p.operation in ('created', 'changed', 'returned')`,
  ':collectedAt',
);

/**
 * Brings the addresses that people gave back with a guest that returns, and
 * passes on to them what a sync changed of its owner.
 */
export const followManualAddresses = upsertManualAddresses(
  `guest_plan p join guests g on g.id = p.id
    and p.operation in ('changed', 'returned')`,
);

/**
 * Keeps the raw answers that were read, where they say something new. Each
 * guest is looked up by itself: in a platform's first sync the planner knows
 * of none of its guests yet, and a join would read them all for every one.
 */
export const upsertRaw = (staged: string) => `
  insert into guest_raw (guest_id, collected_at, raw)
  select g.id, :collectedAt::timestamptz, s.raw
  from ${staged} s
  cross join lateral (
    select id from guests
    where platform_id = :platformId and external_id = s.external_id
      and deleted_at is null
    limit 1
  ) g
  where s.raw is not null
  on conflict (guest_id) do update
    set raw = excluded.raw, collected_at = excluded.collected_at
    where guest_raw.raw is distinct from excluded.raw`;

/**
 * Guests that only went out of sight, or came back, have no row of their own:
 * one event of their host stands for all of them (of their cluster, where
 * they have no host). Where the host itself answered, as when a privilege was
 * lost, its event is this one.
 */
export const noteSightOfMany = `
  with moved as (
    select coalesce(p.host_id, p.cluster_id) as object_id,
      case when p.host_id is null then 'cluster' else 'host' end as kind,
      coalesce(p.host_name, p.cluster_name) as name, p.operation,
      count(*) as guests, min(p.reason) as reason
    from guest_plan p
    where p.operation in ('unreachable', 'reachable')
      and (p.host_id is not null or p.cluster_id is not null)
    group by 1, 2, 3, 4
  ), uncovered as (
    select m.*, :position::integer + row_number() over (order by m.name, m.operation) - 1 as position
    from moved m
    where not exists (select from next_hosts e
        where e.id = m.object_id and e.operation = m.operation)
      and not exists (select from next_clusters e
        where e.id = m.object_id and e.operation = m.operation)
  ), noted as (
    insert into changes (batch_id, position, platform_id, kind, object_id, name, operation)
    select :batch::bigint, u.position, :platformId::text, u.kind, u.object_id, u.name, 'changed'
    from uncovered u
    returning 1
  ), detailed as (
    insert into change_fields (batch_id, position, field, from_value, to_value)
    select :batch::bigint, u.position, f.field, f.from_value, f.to_value
    from uncovered u cross join lateral (values
      ('guestVisibility',
        to_jsonb(case u.operation when 'reachable' then 'unreachable' else 'visible' end),
        to_jsonb(case u.operation when 'reachable' then 'visible' else 'unreachable' end)),
      ('guestsAffected', null, to_jsonb(u.guests)),
      ('reason', null, to_jsonb(u.reason))) f(field, from_value, to_value)
    where f.from_value is distinct from f.to_value
  )
  select count(*)::integer as noted from noted`;

const byHand = `g.platform_id = :platformId and g.deleted_at is not null
  and g.deleted_run_id is null`;

/** Whether people deleted any guest of the platform. */
export const anyDeletedByHand = `select from guests g where ${byHand} limit 1`;

/** Notes that a platform still lists guests that people deleted: they are not purged. */
export const noteSightOfDeleted = (staged: string) => `
  update guests g set last_seen_at = :collectedAt::timestamptz
  from ${staged} s
  where ${byHand} and s.external_id = g.external_id
    and not exists (select from guests heir
      where heir.platform_id = g.platform_id
        and heir.external_id = g.external_id and heir.deleted_at is null)`;
