import {
  guestFields,
  knownBits,
  type GuestField,
} from '../staging/guestFields';
import {
  derivedColumns,
  effective,
  manualColumns,
  observedAside,
  observedHistory,
  observedOf,
  settableColumns,
} from '../../guests/effectiveSql';
import { historyValue } from './thingSql';

/*
 * The statements that compare guests with what is stored, as text. `s` is
 * staging, `g` the guest as it is stored, `p` its row of the plan. What people
 * say of a guest is never compared nor written: `observedOf` reads what was
 * observed, where the column itself shows what people say instead.
 */

const fields: readonly GuestField[] = guestFields;

/** What the comparison finds out about a guest's place, beside its facts. */
const placeColumns = [
  'cluster_id',
  'cluster_name',
  'host_id',
  'host_name',
  'identity_doubt',
] as const;

/** What is written of a guest, samples too. */
const writtenColumns = [...fields.map(field => field.column), ...placeColumns];

/** The columns that a version repeats from its guest. */
export const versionColumns = [
  'platform_id',
  'external_id',
  'visibility',
  'platform_url',
  ...fields.filter(field => !field.sample).map(field => field.column),
  ...placeColumns,
  ...manualColumns,
  ...derivedColumns,
  'deleted_at',
  'deleted_reason',
];

function counts({ knownWhen }: GuestField): string {
  if (knownWhen === 'always') return 'true';
  return knownWhen === 'details'
    ? `s.details = 'read'`
    : `s.known & ${knownWhen} <> 0`;
}

/** A fact of a known guest as it is to be: the last value where nobody looked. */
function merged(field: GuestField): string {
  const { column } = field;
  const known = observedOf('g', column);
  // A start is computed from the uptime: seconds more or less are no restart.
  const steady =
    column === 'started_at'
      ? `when abs(extract(epoch from s.started_at - g.started_at)) < 60 then g.started_at`
      : '';
  return `case when not p.answers or not (${counts(field)}) then ${known} ${steady} else s.${column} end`;
}

const tuple = (alias: string, columns: readonly string[]) =>
  `(${columns.map(column => `${alias}.${column}`).join(', ')})`;

const observedTuple = (columns: readonly string[]) =>
  `(${columns.map(column => observedOf('g', column)).join(', ')})`;

/**
 * Whether a listed guest differs in a fact. What nobody looked at is not even
 * compared: in most syncs that is all that takes a call of its own.
 */
const differs = [
  `${tuple('p', placeColumns)} is distinct from ${observedTuple(placeColumns)}`,
  `p.answers and (${[
    ...fields
      .filter(field => field.knownWhen !== 'details' && !field.sample)
      .map(fieldDiffers),
    detailsDiffer(),
  ].join(' or ')})`,
].join(' or ');

function fieldDiffers(field: GuestField): string {
  const { column } = field;
  const differently =
    column === 'started_at'
      ? `${merged(field)} is distinct from g.${column}`
      : `s.${column} is distinct from ${observedOf('g', column)}`;
  return field.knownWhen === 'always'
    ? differently
    : `(${counts(field)} and ${differently})`;
}

function detailsDiffer(): string {
  const columns = fields
    .filter(field => field.knownWhen === 'details')
    .map(field => field.column);
  return `(s.details = 'read' and ${tuple('s', columns)} is distinct from ${observedTuple(columns)})`;
}

/** What the task log says is of one sync only, and not kept as evidence. */
const keptEvidence = `s.evidence - '{destroyedSince,restoredSince}'::text[]`;

/** Columns that are written without history: for collectors and for links. */
const quietValues = {
  platform_url: 's.platform_url',
  details_digest: `case when p.answers then s.details_digest else g.details_digest end`,
  memory: `case when s.known & ${knownBits.memory} <> 0 then s.memory else g.memory end`,
  evidence: `case when p.answers then g.evidence || (${keptEvidence}) else g.evidence end`,
};

const differsQuietly = `s.platform_url is distinct from g.platform_url
  or p.answers and (s.details_digest is distinct from g.details_digest
    or not g.evidence @> s.evidence
    or ${fields
      .filter(field => field.sample)
      .map(fieldDiffers)
      .join(' or ')})
  or s.known & ${knownBits.memory} <> 0 and s.memory is distinct from g.memory`;

/**
 * Makes the temporary table \`guest_plan\`: every guest that is new, gone or
 * different, with what happened to it. An unchanged guest is not in it.
 */
export const planGuests = (staged: string) => `
  create temp table guest_plan on commit drop as
  with live as (
    select * from guests where platform_id = :platformId and deleted_at is null
  ), found as (
    select k.listed, coalesce(s.external_id, g.external_id) as external_id,
      case when not k.listed then g.id when k.returns then m.guest_id
        when g.id is null or k.succeeds then s.id else g.id end as id,
      p.host_id, p.cluster_id, p.host_name, p.cluster_name,
      p.identity_doubt, p.answers,
      case when p.answers and k.listed then 'visible'
        when p.reason is null then 'deleted' else 'unreachable' end as visibility,
      p.reason,
      case
        when not k.listed and :partial::boolean then null
        when not k.listed and p.reason is null then 'deleted'
        when not k.listed then case g.visibility when 'visible' then 'unreachable' end
        -- What a person deleted stays so until a person restores it.
        when k.returns then case when former.deleted_run_id is not null then 'returned' end
        when g.id is null or k.succeeds then 'created'
        when ${differs} then 'changed'
        when g.visibility = 'visible' and not p.answers then 'unreachable'
        when g.visibility = 'unreachable' and p.answers then 'reachable'
        when ${differsQuietly} then 'quiet'
      end as operation
    from ${staged} s
    full join live g on g.external_id = s.external_id
    left join guest_match m on m.external_id = s.external_id
    left join guests former on former.id = m.guest_id and m.was_deleted
    left join hosts h on h.platform_id = :platformId and h.external_id = s.host_external_id
    left join clusters c on c.platform_id = :platformId and c.external_id = s.cluster_external_id
    cross join lateral (
      select s.external_id is not null as listed,
        coalesce(m.verdict = 'successor', false) as succeeds,
        coalesce(m.was_deleted and m.verdict is distinct from 'successor', false) as returns
    ) k
    left join silent_hosts sh on sh.id = case when k.listed then h.id else g.host_id end
    left join silent_clusters sc on sc.id = case when k.listed then c.id else ${observedOf('g', 'cluster_id')} end
    cross join lateral (
      select coalesce(sh.reason, sc.reason) is null as answers,
        coalesce(sh.reason, sc.reason,
          case when not k.listed then :withheld::text end) as reason,
        case when k.listed then h.id else g.host_id end as host_id,
        case when k.listed then c.id else ${observedOf('g', 'cluster_id')} end as cluster_id,
        case when k.listed then h.name else g.host_name end as host_name,
        case when k.listed then c.name else ${observedOf('g', 'cluster_name')} end as cluster_name,
        coalesce(case when m.verdict = 'doubt' then m.because end,
          former.identity_doubt,
          case when not k.succeeds then g.identity_doubt end) as identity_doubt
    ) p
  )
  select * from found where operation is not null
  union all
  select false, g.external_id, g.id, g.host_id, ${observedOf('g', 'cluster_id')}, g.host_name,
    ${observedOf('g', 'cluster_name')}, g.identity_doubt, false, 'deleted',
    'Another machine has its id now: ' || m.because, 'deleted'
  from guest_match m join guests g on g.id = m.guest_id
  where m.verdict = 'successor' and not m.was_deleted`;

/** Writes the guests that are new. */
export const insertGuests = (staged: string) => `
  insert into guests (id, platform_id, external_id, visibility,
    first_seen_at, last_seen_at, changed_at, memory, details_digest,
    evidence, platform_url, ${writtenColumns.join(', ')})
  select p.id, :platformId::text, p.external_id, p.visibility,
    :collectedAt::timestamptz,
    case when p.visibility <> 'visible' then :collectedAt::timestamptz end,
    :at::timestamptz, s.memory, s.details_digest,
    ${keptEvidence}, s.platform_url,
    ${fields.map(newValue).join(', ')},
    ${placeColumns.map(column => `p.${column}`).join(', ')}
  from guest_plan p join ${staged} s on s.external_id = p.external_id
  where p.operation = 'created'`;

const newValue = ({ column, whenNew }: GuestField) =>
  whenNew ? `coalesce(s.${column}, ${whenNew})` : `s.${column}`;

/** Every written fact of a listed guest as the platform tells it. */
const observedValues = new Map<string, string>([
  ...fields.map(field => [field.column, merged(field)] as const),
  ...placeColumns.map(column => [column, `p.${column}`] as const),
]);

/** A column as it is to be: what people say of it stays. */
function written(column: string, observed: string): string {
  return settableColumns.includes(column)
    ? `${column} = case when g.observed is null then ${observed}
        else ${effective(column, 'g', observed)} end`
    : `${column} = ${observed}`;
}

/** Writes the listed guests that differ, came back into sight, or returned. */
export const updateListedGuests = (staged: string) => `
  update guests g set
    ${[...observedValues].map(([column, observed]) => written(column, observed)).join(',\n')},
    observed = case when g.observed is not null
      then ${observedAside('g', column => observedValues.get(column)!)} end,
    ${Object.entries(quietValues)
      .map(([column, value]) => `${column} = ${value}`)
      .join(', ')},
    visibility = p.visibility,
    last_seen_at = case when p.visibility <> 'visible'
      then coalesce(g.last_seen_at, :lastSeenAt::timestamptz) end,
    changed_at = case p.operation when 'quiet' then g.changed_at else :at::timestamptz end,
    deleted_at = null, deleted_by = null, deleted_reason = null, deleted_run_id = null
  from guest_plan p join ${staged} s on s.external_id = p.external_id
  where g.id = p.id and p.listed and p.operation <> 'created'`;

/** Writes the guests that were not listed: out of sight, or gone. */
export const updateUnlistedGuests = `
  update guests g set
    visibility = p.visibility,
    last_seen_at = coalesce(g.last_seen_at, :lastSeenAt::timestamptz),
    changed_at = :at::timestamptz,
    deleted_at = case p.operation when 'deleted' then :at::timestamptz end,
    deleted_by = case p.operation when 'deleted' then :by::text end,
    deleted_reason = case p.operation when 'deleted'
      then coalesce(p.reason, :deletedReason::text) end,
    deleted_run_id = case p.operation when 'deleted' then :runId::bigint end
  from guest_plan p
  where g.id = p.id and not p.listed`;

/** Closes the open versions of changed guests and opens new ones. */
export const writeVersions = `
  with closed as (
    -- A version never ends before it began, whatever the clock does.
    update guest_versions v
      set valid_to = greatest(:at::timestamptz, v.valid_from + interval '1 microsecond')
    from guest_plan p
    where v.guest_id = p.id and v.valid_to = 'infinity'
      and p.operation not in ('quiet', 'created')
    returning v.guest_id, v.valid_to
  )
  insert into guest_versions (guest_id, valid_from, run_id, ${versionColumns.join(', ')})
  select g.id, coalesce(closed.valid_to, :at::timestamptz), :runId::bigint,
    ${versionColumns.map(column => `g.${column}`).join(', ')}
  from guest_plan p join guests g on g.id = p.id
  left join closed on closed.guest_id = p.id
  where p.operation <> 'quiet'`;

/** A plan's row that people and followers shall see as a change of its own. */
export const hasOwnChange = `(p.operation in ('created', 'changed', 'deleted', 'returned')
  or (p.operation in ('unreachable', 'reachable') and p.host_id is null and p.cluster_id is null))`;

/** Notes the changes of guests; who leaves an id comes before who takes it. */
export const noteGuests = `
  with noted as (
    insert into changes (batch_id, position, platform_id, kind, object_id, name, operation,
      owner_ref, second_owner_ref)
    select :batch::bigint, :position::integer + row_number() over (order by p.operation <> 'deleted') - 1,
      :platformId::text, 'guest', g.id, g.name, p.operation, g.owner_ref, g.second_owner_ref
    from guest_plan p join guests g on g.id = p.id
    where ${hasOwnChange}
    returning 1)
  select count(*)::integer as noted from noted`;

const scalarFacts = fields
  .filter(field => field.fact && field.form !== 'parts')
  .map(
    field =>
      `('${field.fact}', ${historyValue('o', field)}, ${historyValue('n', field)})`,
  );

const placeFacts = [
  `('cluster', to_jsonb(o.cluster_name), to_jsonb(n.cluster_name))`,
  `('host', to_jsonb(o.host_name), to_jsonb(n.host_name))`,
  `('identityDoubt', to_jsonb(o.identity_doubt), to_jsonb(n.identity_doubt))`,
  `('visibility',
    case when o.deleted_at is null then to_jsonb(o.visibility) end,
    case when o.deleted_at is null or n.visibility <> 'visible' then to_jsonb(n.visibility) end)`,
];

// From the plan on, each guest is looked up by itself: what this run has just
// written the planner knows nothing of, and in another order it would join all
// of it, only to find that nothing changed.
const changedGuests = `
  from guest_plan p
  cross join lateral (
    select * from changes
    where object_id = p.id and batch_id = :batch::bigint limit 1
  ) c
  cross join lateral (
    select * from guest_versions
    where guest_id = p.id and valid_to = 'infinity' limit 1
  ) o
  cross join lateral (select * from guests where id = p.id limit 1) n`;

const isChanged = `p.operation in ('changed', 'returned')`;

/**
 * Notes which fact of a changed guest went from what to what: the open
 * version is the guest as it was, so this comes before \`writeVersions\`.
 */
export const noteGuestFields = `
  insert into change_fields (batch_id, position, field, from_value, to_value)
  select c.batch_id, c.position, f.field, f.from_value, f.to_value
  ${changedGuests}
  cross join lateral (values ${[...scalarFacts, ...placeFacts, ...observedHistory].join(',\n')})
    f(field, from_value, to_value)
  where ${isChanged} and f.from_value is distinct from f.to_value`;

/**
 * Notes which NIC or disk came, went or changed: \`nics.net0\` for a whole one,
 * \`nics.net0.vlanTag\` for a part of one.
 */
export const noteGuestParts = (column: string) => `
  insert into change_fields (batch_id, position, field, from_value, to_value)
  select c.batch_id, c.position,
    '${column}.' || d.key || coalesce('.' || x.part, ''),
    nullif(x.from_value, 'null'), nullif(x.to_value, 'null')
  ${changedGuests}
  cross join lateral (
    select coalesce(a.key, b.key) as key, a.value as before, b.value as after
    from jsonb_each(o.${column}) a full join jsonb_each(n.${column}) b on b.key = a.key
    where a.value is distinct from b.value
  ) d
  cross join lateral (
    select null as part, d.before as from_value, d.after as to_value
    where d.before is null or d.after is null
    union all
    select coalesce(a.key, b.key), a.value, b.value
    from jsonb_each(d.before) a full join jsonb_each(d.after) b on b.key = a.key
    where d.before is not null and d.after is not null
      and a.value is distinct from b.value
  ) x
  where ${isChanged} and n.${column} is distinct from o.${column}`;
