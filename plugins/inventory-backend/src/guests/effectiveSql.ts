/*
 * How the effective value of a guest's columns, which everybody reads, comes
 * from what is observed and what people say; as text, for the sync and for
 * edits. `observed` keeps, by column, what the platform tells where people
 * say otherwise; see the migration of manual data.
 */

/** How a column is read back from `observed`. */
const readBack: Record<string, (json: string, column: string) => string> = {
  power_state: text,
  cluster_id: (json, column) => `(${text(json, column)})::uuid`,
  cluster_name: text,
  guest_host_name: text,
  os_type: text,
  os_family: text,
  owner_ref: text,
  tags: (json, column) =>
    `array(select jsonb_array_elements_text(${json} -> '${column}'))`,
  addresses: (json, column) =>
    `array(select part::inet from jsonb_array_elements_text(${json} -> '${column}') part)`,
  primary_address: (json, column) => `(${text(json, column)})::inet`,
};

function text(json: string, column: string): string {
  return `${json} ->> '${column}'`;
}

/** The columns of which people may show another value. */
export const settableColumns = Object.keys(readBack);

/** The columns of a guest that only people write. */
export const manualColumns = [
  'overrides',
  'manual_tags',
  'manual_addresses',
  'notes',
  'project',
  'stage',
  'custom_fields',
  'technical_owner',
  'business_owner',
  'edit_id',
] as const;

/** The columns that follow from both. */
export const derivedColumns = ['observed', 'second_owner_ref'] as const;

const isSettable = (column: string) => Object.hasOwn(readBack, column);

/** What the platform tells, of a guest or a version of one. */
export function observedOf(alias: string, column: string): string {
  if (!isSettable(column)) return `${alias}.${column}`;
  const json = `${alias}.observed`;
  return `case when ${json} -> '${column}' is not null
    then ${readBack[column]!(json, column)} else ${alias}.${column} end`;
}

const columnsOfOverride: Record<string, string> = {
  power_state: 'powerState',
  guest_host_name: 'hostName',
  os_type: 'osType',
  os_family: 'osFamily',
};

/** An owner who can sign in, and so see the guest; others only count as a last resort. */
const inDirectory = (owner: string) =>
  `case when ${owner} not like 'person:%' then ${owner} end`;

/**
 * The value of a settable column.
 *
 * @param manual - Alias of what has the columns of people.
 * @param observed - The observed value, as an expression.
 */
export function effective(
  column: string,
  manual: string,
  observed: string,
): string {
  const m = manual;
  const override = columnsOfOverride[column];
  if (override) {
    return `coalesce(${m}.overrides -> '${override}' ->> 'value', ${observed})`;
  }
  const cluster = `${m}.overrides -> 'cluster' -> 'value'`;
  switch (column) {
    case 'cluster_id':
      return `coalesce((${cluster} ->> 'id')::uuid, ${observed})`;
    case 'cluster_name':
      return `coalesce(${cluster} ->> 'name', ${observed})`;
    case 'owner_ref':
      return `coalesce(${inDirectory(`${m}.technical_owner`)},
        ${inDirectory(`${m}.business_owner`)}, ${observed},
        ${m}.technical_owner, ${m}.business_owner)`;
    case 'tags':
      return `case when ${m}.manual_tags is null then ${observed} else array(
        select distinct tag collate "C" from unnest(${observed} || ${m}.manual_tags) tag
        order by 1) end`;
    case 'addresses':
      return `case when ${m}.manual_addresses is null then ${observed} else ${observed} || array(
        select (one ->> 'address')::inet from jsonb_array_elements(${m}.manual_addresses) one
        where not (one ->> 'address')::inet = any(${observed})) end`;
    case 'primary_address':
      return `case when ${m}.manual_addresses is null then ${observed} else coalesce(
        (select (one ->> 'address')::inet from jsonb_array_elements(${m}.manual_addresses) one
          where (one ->> 'primary')::boolean),
        ${observed}, (${m}.manual_addresses -> 0 ->> 'address')::inet) end`;
    default:
      throw new Error(`Nobody can set ${column}`);
  }
}

/** Whether people say something of a settable column. */
export function isSet(column: string, manual: string): string {
  const override =
    columnsOfOverride[column] ??
    (column.startsWith('cluster_') ? 'cluster' : undefined);
  if (override) return `${manual}.overrides -> '${override}' is not null`;
  if (column === 'tags') return `${manual}.manual_tags is not null`;
  if (column === 'owner_ref') {
    return `(${manual}.technical_owner is not null or ${manual}.business_owner is not null)`;
  }
  return `${manual}.manual_addresses is not null`;
}

/** What is kept aside: the observed value of each column that people set. */
export function observedAside(
  manual: string,
  observed: (column: string) => string,
): string {
  const values = settableColumns.map(
    column =>
      `('${column}', to_jsonb(${observed(column)}), ${isSet(column, manual)})`,
  );
  return `(select jsonb_object_agg(x.name, x.value)
    from (values ${values.join(', ')}) x(name, value, kept) where x.kept)`;
}

/** The other owner who sees the guest: the business owner, beside the technical. */
export function secondOwner(manual: string): string {
  const technical = inDirectory(`${manual}.technical_owner`);
  const business = inDirectory(`${manual}.business_owner`);
  return `case when (${technical}) <> (${business}) then ${business} end`;
}

const observedNames = {
  powerState: 'power_state',
  cluster: 'cluster_name',
  hostName: 'guest_host_name',
  osType: 'os_type',
  osFamily: 'os_family',
  ownerRef: 'owner_ref',
  tags: 'tags',
};

/** The history of what platforms tell where something else is shown, as rows of values. */
export const observedHistory = Object.entries(observedNames).map(
  ([fact, column]) =>
    `('observed.${fact}', nullif(o.observed -> '${column}', 'null'), nullif(n.observed -> '${column}', 'null'))`,
);

/** The key under which manual addresses stand beside those of NICs. */
export const manualNicKey = '(manual)';

/** Lists the manual addresses of some guests `g` among the addresses seen. */
export function upsertManualAddresses(guests: string): string {
  return `
  insert into guest_addresses (guest_id, nic_key, address, source, platform_id,
    owner_ref, second_owner_ref, first_seen_at)
  select g.id, '${manualNicKey}', (one ->> 'address')::inet, 'manual', g.platform_id,
    g.owner_ref, g.second_owner_ref, :at::timestamptz
  from ${guests}
  cross join lateral jsonb_array_elements(g.manual_addresses) one
  where g.deleted_at is null
  on conflict (guest_id, nic_key, address) do update set
    owner_ref = excluded.owner_ref, second_owner_ref = excluded.second_owner_ref
  where (guest_addresses.owner_ref, guest_addresses.second_owner_ref)
    is distinct from (excluded.owner_ref, excluded.second_owner_ref)`;
}
