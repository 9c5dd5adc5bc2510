/*
 * The statements that find guests of two platforms which may be one machine,
 * as text. All is set against set: nothing here runs once per guest.
 */

/**
 * What more guests than this share tells no two of them apart: a cloned UUID,
 * a MAC of every virtual gateway, an anycast address.
 */
export const mostSharing = 4;

/** So many pairs are kept of one platform; the strongest win. */
export const mostPairs = 5_000;

const strengths = { biosUuid: 8, macAddress: 4, address: 2, name: 1 } as const;

/** Values that many machines have by nature. */
const meaningless = `'00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff', '00:00:00:00:00:00', 'ff:ff:ff:ff:ff:ff'`;

/** Whether any other platform has guests to compare with. */
export const hasOthers = `
  select from platforms p
  where p.id <> :platformId and exists (
    select from guests g where g.platform_id = p.id and g.deleted_at is null)
  limit 1`;

/**
 * Makes the temporary table `found_pairs`: pairs with one guest on the
 * platform and one elsewhere, which share a BIOS UUID or a MAC, or an address
 * and a name. An address alone says nothing: sites use the same private ones.
 */
export const findPairs = `
  create temp table found_pairs on commit drop as
  with live as materialized (
    select id, platform_id, bios_uuid, mac_addresses, addresses,
      lower(name) as name, lower(guest_host_name) as host_name
    from guests where deleted_at is null and not template
  ), traits as (
    select id, platform_id, 'biosUuid' as kind, bios_uuid::text as value
    from live where bios_uuid is not null
    union all
    select id, platform_id, 'macAddress', mac::text
    from live, unnest(mac_addresses) as mac
    union all
    select id, platform_id, 'address', host(address)
    from live, unnest(addresses) as address
  ), shared as (
    select kind, value, array_agg(distinct id) as ids
    from traits where value not in (${meaningless})
    group by kind, value
    having count(distinct platform_id) > 1
      and count(distinct id) <= ${mostSharing}
      and bool_or(platform_id = :platformId)
  ), told as (
    select distinct least(l.id, r.id) as left_id, greatest(l.id, r.id) as right_id,
      s.kind, s.value
    from shared s
    cross join lateral unnest(s.ids) as mine(id)
    cross join lateral unnest(s.ids) as other(id)
    join live l on l.id = mine.id and l.platform_id = :platformId
    join live r on r.id = other.id and r.platform_id <> :platformId
  ), weighed as (
    select t.left_id, t.right_id,
      jsonb_agg(jsonb_build_object('kind', t.kind, 'value', t.value)
        order by t.kind, t.value) as evidence,
      max(case t.kind when 'biosUuid' then ${strengths.biosUuid} else 0 end)
      + max(case t.kind when 'macAddress' then ${strengths.macAddress} else 0 end)
      + max(case t.kind when 'address' then ${strengths.address} else 0 end) as strength,
      -- One name for both: how the platforms call it, or it calls itself.
      max(coalesce(
        case when l.name = r.name then l.name end,
        case when l.host_name = r.host_name then l.host_name end,
        case when l.name = r.host_name then l.name end,
        case when l.host_name = r.name then r.name end)) as name
    from told t
    join live l on l.id = t.left_id
    join live r on r.id = t.right_id
    group by t.left_id, t.right_id
  )
  select left_id, right_id,
    evidence || case when name is null then '[]'
      else jsonb_build_array(jsonb_build_object('kind', 'name', 'value', name)) end as evidence,
    strength + case when name is null then 0 else ${strengths.name} end as strength
  from weighed
  where strength >= ${strengths.macAddress} or name is not null
  order by strength desc, left_id, right_id
  limit ${mostPairs}`;

/** What nothing speaks for any more goes, unless a person decided about it. */
export const dropLostPairs = `
  delete from machine_pairs p using guests g
  where g.platform_id = :platformId and g.id in (p.left_id, p.right_id)
    and p.verdict is null
    and not exists (select from found_pairs f
      where f.left_id = p.left_id and f.right_id = p.right_id)`;

/** A decision stays when its evidence goes; it then stands alone. */
export const clearLostEvidence = `
  update machine_pairs p set evidence = '[]', strength = 0
  from guests g
  where g.platform_id = :platformId and g.id in (p.left_id, p.right_id)
    and p.verdict is not null and p.strength > 0
    and not exists (select from found_pairs f
      where f.left_id = p.left_id and f.right_id = p.right_id)`;

export const keepFoundPairs = `
  insert into machine_pairs (left_id, right_id, evidence, strength, found_at)
  select left_id, right_id, evidence, strength, clock_timestamp()
  from found_pairs
  on conflict (left_id, right_id) do update
    set evidence = excluded.evidence, strength = excluded.strength
    where (machine_pairs.evidence, machine_pairs.strength)
      is distinct from (excluded.evidence, excluded.strength)`;

/** The guests that decisions make one machine with any of `:guestIds`, those included. */
export const machineOf = `
  with recursive machine(id) as (
    select unnest(:guestIds::uuid[])
    union
    select case when p.left_id = m.id then p.right_id else p.left_id end
    from machine m
    join machine_pairs p on m.id in (p.left_id, p.right_id) and p.verdict = 'same'
  )`;

/** The other sightings of a guest. */
export const sightingsOf = `${machineOf}
  select g.id, g.name, g.platform_id, g.external_id, g.power_state,
    g.visibility, g.owner_ref
  from machine m join guests g on g.id = m.id
  where m.id <> all(:guestIds::uuid[])
  order by g.name, g.id limit 100`;

/**
 * Two guests that would be one machine though a person said that they are
 * different; none when the pair may be decided as the same.
 */
export const contradiction = `${machineOf}
  select l.name as left_name, r.name as right_name
  from machine_pairs p
  join machine a on a.id = p.left_id join machine b on b.id = p.right_id
  join guests l on l.id = p.left_id join guests r on r.id = p.right_id
  where p.verdict = 'different' and p.id <> :pairId::bigint
  limit 1`;

/** Whether decisions make one machine of a pair, its own one aside. */
export const sameByOthers = `
  with recursive machine(id) as (
    select :leftId::uuid
    union
    select case when p.left_id = m.id then p.right_id else p.left_id end
    from machine m
    join machine_pairs p on m.id in (p.left_id, p.right_id)
      and p.verdict = 'same' and p.id <> :pairId::bigint
  )
  select from machine where id = :rightId::uuid`;
