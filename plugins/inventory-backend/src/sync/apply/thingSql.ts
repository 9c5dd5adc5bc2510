import type { ThingField, ThingLink, ThingTable } from '../staging/things';

/*
 * The statements that compare one kind of thing with what is stored, as text.
 * `s` is staging, `o` the row before, `n` the row as it is to be.
 */

type AnyField = Pick<
  ThingField<never>,
  'column' | 'type' | 'fact' | 'form' | 'sample' | 'stored'
>;

/** What the statements need of a `ThingTable`. */
export type ThingShape = Pick<
  ThingTable<never>,
  'kind' | 'table' | 'links' | 'silentBecause'
> & { fields: readonly AnyField[] };

const linkAlias: Record<ThingLink, string> = { cluster: 'c', host: 'h' };

const linkColumns = (shape: ThingShape) =>
  shape.links.flatMap(link => [`${link}_id`, `${link}_name`]);

/** Every column of the kind that a run may change. */
export const ownColumns = (shape: ThingShape) => [
  ...shape.fields.map(field => field.column),
  ...linkColumns(shape),
];

/** The staged value where it counts, otherwise the last one. */
function merged(field: AnyField, index: number): string {
  const value = field.stored ?? `s.${field.column}`;
  // A host's start is computed from its uptime: seconds more or less are none.
  const steady =
    field.form === 'time'
      ? `when abs(extract(epoch from s.${field.column} - o.${field.column})) < 60 then o.${field.column}`
      : '';
  // Of a thing seen for the first time there is no last value.
  const last = field.type.endsWith('[]')
    ? `coalesce(o.${field.column}, '{}')`
    : `o.${field.column}`;
  return `case when s.known & ${2 ** index} = 0 then ${last} ${steady} else ${value} end as ${field.column}`;
}

function linkJoin(link: ThingLink): string {
  const alias = linkAlias[link];
  return `left join ${link}s ${alias} on ${alias}.platform_id = :platformId and ${alias}.external_id = s.${link}_external_id`;
}

const tuple = (alias: string, columns: readonly string[]) =>
  `(${columns.map(column => `${alias}.${column}`).join(', ')})`;

const differs = (columns: readonly string[]) =>
  columns.length === 0
    ? 'false'
    : `${tuple('n', columns)} is distinct from ${tuple('o', columns)}`;

/** The columns whose change is history; links count by their name. */
const factColumns = (shape: ThingShape) => [
  ...shape.fields.filter(field => field.fact).map(field => field.column),
  ...linkColumns(shape),
];

const quietColumns = (shape: ThingShape) =>
  shape.fields.filter(field => !field.fact).map(field => field.column);

/**
 * Makes the temporary table `next_<table>`: every thing that is new, gone or
 * different, as it is to be, with what happened to it.
 */
export function planThings(shape: ThingShape, staged: string): string {
  const fields = shape.fields.map(merged).join(', ');
  const stagedLinks = shape.links
    .map(
      link =>
        `${linkAlias[link]}.id as ${link}_id, ${linkAlias[link]}.name as ${link}_name,`,
    )
    .join(' ');
  const storedLinks = shape.links
    .map(link => `o.${link}_id, o.${link}_name,`)
    .join(' ');
  return `create temp table next_${shape.table} on commit drop as
    with listed as (
      select coalesce(o.id, s.id) as id, s.external_id, true as listed,
        ${stagedLinks} ${fields}
      from ${staged} s
      left join ${shape.table} o
        on o.platform_id = :platformId and o.external_id = s.external_id
      ${shape.links.map(linkJoin).join('\n')}
    ), unlisted as (
      select o.id, o.external_id, false as listed, ${storedLinks}
        ${shape.fields.map(field => `o.${field.column}`).join(', ')}
      from ${shape.table} o
      where o.platform_id = :platformId and o.deleted_at is null
        and not :partial::boolean
        and not exists (select from ${staged} s where s.external_id = o.external_id)
    ), merged as (select * from listed union all select * from unlisted
    ), explained as (
      select m.*, ${shape.silentBecause} as silent_because from merged m
    ), n as (
      select e.*, case
          when e.silent_because is not null then 'unreachable'
          when e.listed then 'visible'
          when :withheld::text is not null then 'unreachable'
          else 'deleted' end as visibility,
        coalesce(e.silent_because, case when not e.listed then :withheld::text end) as reason
      from explained e
    ), decided as (
      select n.*, ${differs(factColumns(shape))} as differs, case
          when o.id is null then 'created'
          when o.deleted_at is not null then 'returned'
          when n.visibility = 'deleted' then 'deleted'
          when n.visibility <> o.visibility then
            case n.visibility when 'visible' then 'reachable' else 'unreachable' end
          when ${differs(factColumns(shape))} then 'changed'
          when ${differs(quietColumns(shape))} then 'quiet' end as operation
      from n left join ${shape.table} o on o.id = n.id
    )
    select * from decided where operation is not null`;
}

/** A fact as the history keeps it. */
export function historyValue(
  alias: string,
  { column, form }: { column: string; form?: string },
): string {
  const value = `${alias}.${column}`;
  if (form === 'time') {
    return `to_jsonb(to_char(${value} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;
  }
  return form === 'address' ? `to_jsonb(host(${value}))` : `to_jsonb(${value})`;
}

/** What goes out of sight or comes back: a change of sight, not of facts alone. */
const ofSight = `('unreachable', 'reachable')`;

/**
 * Keeps the rows whose change of sight is noted later, as they were: such
 * events come after the guests' own changes, so that a follower who applies
 * them in order finds each guest on the host where it is now.
 */
export const rememberSight = (shape: ThingShape) => `
  create temp table before_${shape.table} on commit drop as
  select o.* from ${shape.table} o
  join next_${shape.table} n on n.id = o.id and n.operation in ${ofSight}`;

/** Notes what is new, gone, back, or has other facts. */
export const noteThings = (shape: ThingShape) =>
  note(
    shape,
    shape.table,
    `n.operation not in ('quiet', 'unreachable', 'reachable')`,
  );

/**
 * Notes what went out of sight or came back. A network, storage or image that only
 * did so with its cluster or host has no row of its own: that one's tells.
 */
export function noteSight(shape: ThingShape): string {
  const dependent = shape.kind !== 'cluster' && shape.kind !== 'host';
  const covered = `not n.differs and (
    exists (select from next_clusters e
      where e.operation = n.operation and e.id = n.cluster_id)
    or exists (select from next_hosts e
      where e.operation = n.operation and e.cluster_id = n.cluster_id))`;
  return note(
    shape,
    `before_${shape.table}`,
    `n.operation in ${ofSight}${dependent ? ` and not (${covered})` : ''}`,
  );
}

function note(shape: ThingShape, before: string, condition: string): string {
  const facts = [
    ...shape.fields
      .filter(field => field.fact)
      .map(field => ({ ...field, fact: field.fact! })),
    ...shape.links.map(link => ({
      column: `${link}_name`,
      fact: link,
      form: 'value',
    })),
  ];
  const values = facts
    .map(
      field =>
        `('${field.fact}', ${historyValue('o', field)}, ${historyValue('n', field)})`,
    )
    .join(',\n');
  return `with noted as (
      insert into changes (batch_id, position, platform_id, kind, object_id, name, operation)
      select :batch::bigint, :position::integer + row_number() over (order by n.external_id) - 1,
        :platformId::text, '${shape.kind}', n.id, n.name, n.operation
      from next_${shape.table} n
      where ${condition}
      returning object_id, position
    ), detailed as (
      insert into change_fields (batch_id, position, field, from_value, to_value)
      select :batch::bigint, noted.position, f.field, f.from_value, f.to_value
      from noted
      join next_${shape.table} n on n.id = noted.object_id
      join ${before} o on o.id = n.id
      cross join lateral (values ${values},
        ('visibility',
          case when n.operation in ${ofSight} then to_jsonb(o.visibility) end,
          case when n.operation in ${ofSight} then to_jsonb(n.visibility) end),
        ('reason', null,
          case when n.operation = 'unreachable' then to_jsonb(n.reason) end)
      ) f(field, from_value, to_value)
      where f.from_value is distinct from f.to_value
    )
    select count(*)::integer as noted from noted`;
}

/** Writes the things that are new. */
export function insertThings(shape: ThingShape): string {
  const columns = ownColumns(shape);
  return `insert into ${shape.table} (id, platform_id, external_id, visibility,
      first_seen_at, last_seen_at, changed_at, ${columns.join(', ')})
    select n.id, :platformId::text, n.external_id, n.visibility, :collectedAt::timestamptz,
      case when n.visibility <> 'visible' then :collectedAt::timestamptz end,
      :at::timestamptz,
      ${columns.map(column => `n.${column}`).join(', ')}
    from next_${shape.table} n where n.operation = 'created'`;
}

/** Writes the things that differ, are gone, or are back. */
export function updateThings(shape: ThingShape): string {
  return `update ${shape.table} o set
      ${ownColumns(shape)
        .map(column => `${column} = n.${column}`)
        .join(', ')},
      visibility = n.visibility,
      last_seen_at = case when n.visibility <> 'visible'
        then coalesce(o.last_seen_at, :lastSeenAt::timestamptz) end,
      changed_at = case n.operation when 'quiet' then o.changed_at else :at::timestamptz end,
      deleted_at = case n.visibility when 'deleted' then :at::timestamptz end,
      deleted_by = case n.visibility when 'deleted' then :by::text end,
      deleted_reason = case n.visibility when 'deleted' then :deletedReason::text end,
      deleted_run_id = case n.visibility when 'deleted' then :runId::bigint end
    from next_${shape.table} n
    where o.id = n.id and n.operation <> 'created'`;
}
