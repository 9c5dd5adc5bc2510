import { NotAllowedError } from '@backstage/errors';
import { raw, run, sql, type Sql } from '@flyloft/backend-kit';
import {
  guestOverridePermission,
  type BulkEffects,
  type GuestImport,
  type ImportDifference,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';

const customPrefix = 'custom.';

/** What columns of `guests` are called in patches and in history. */
const fieldNames: Record<string, string> = {
  technical_owner: 'technicalOwner',
  business_owner: 'businessOwner',
  project: 'project',
  stage: 'stage',
  notes: 'notes',
  manual_tags: 'tags',
};

/** Fields that take no more than the right to annotate; custom fields too. */
const annotations = ['notes', 'tags'];

/** @throws NotAllowedError when fields ask for a right that the caller lacks. */
export function requireFieldRights(
  fields: readonly string[],
  overrides: boolean,
): void {
  const beyond = fields.filter(
    field => !field.startsWith('customFields.') && !annotations.includes(field),
  );
  if (beyond.length > 0 && !overrides) {
    throw new NotAllowedError(
      `You may not edit ${beyond.join(', ')} (permission ${guestOverridePermission.name})`,
    );
  }
}

/** The fields of a patch that columns are: `technicalOwner`, `customFields.cost`. */
export function fieldsOf(columns: readonly string[]): string[] {
  return columns.map(column =>
    column.startsWith(customPrefix)
      ? `customFields.${column.slice(customPrefix.length)}`
      : fieldNames[column]!,
  );
}

/** The columns that an import writes, each as it is to be, of a guest `g`. */
export function columnsWritten(
  importId: string,
  columns: readonly string[],
): Map<string, Sql> {
  const plain = columns.filter(column => !column.startsWith(customPrefix));
  const values = new Map(
    plain.map(column => [column, ofRow(importId, column)] as const),
  );
  if (plain.length < columns.length) {
    values.set(
      'custom_fields',
      sql`(select nullif(jsonb_strip_nulls(coalesce(g.custom_fields, '{}') || coalesce((
          select jsonb_object_agg(substr(a.key, ${customPrefix.length + 1}::integer), a.value)
          from jsonb_each(r.after) a where a.key like 'custom.%'), '{}')), '{}')
        ${rowOfGuest(importId)})`,
    );
  }
  return values;
}

function ofRow(importId: string, column: string): Sql {
  const value =
    column === 'manual_tags'
      ? raw(
          `nullif(array(select jsonb_array_elements_text(r.after -> 'manual_tags')), '{}')`,
        )
      : raw(`r.after ->> '${column}'`);
  return sql`(select case when jsonb_exists(r.after, ${column}::text) then ${value}
    else ${raw(`g.${column}`)} end ${rowOfGuest(importId)})`;
}

const rowOfGuest = (importId: string) => sql`from guest_import_rows r
  where r.import_id = ${importId}::uuid and r.guest_id = g.id and r.state = 'change'`;

/** How many of the rows that differ are shown. */
const mostShown = 100;

interface DifferingRow {
  line: number;
  name: string;
  column: string | null;
  previewed: unknown;
  now: unknown;
  count: number;
}

/** The rows whose guests are gone, not the caller's any more, or other than shown. */
export async function differingRows(
  tx: Knex,
  importId: string,
  annotates: Scope,
): Promise<ImportDifference> {
  const rows = await run<DifferingRow>(
    tx,
    sql`with rows as (
        select r.line, r.name, r.before, g.id is not null as there, g.custom_fields,
          jsonb_build_object(${raw(nowOfColumns)}) as now
        from guest_import_rows r
        left join guests g on g.id = r.guest_id and g.deleted_at is null
          and ${scopeCondition(annotates, 'g.owner_ref')}
        where r.import_id = ${importId}::uuid and r.state = 'change'
      ), differing as (
        select line, name, null as "column", null::jsonb as previewed, null::jsonb as now
        from rows where not there
        union all
        select r.line, r.name, b.key, b.value, n.value
        from rows r cross join lateral jsonb_each(r.before) b
        cross join lateral (select case when b.key like 'custom.%'
          then r.custom_fields -> substr(b.key, ${customPrefix.length + 1}::integer)
          else r.now -> b.key end as value) n
        where r.there and nullif(b.value, 'null') is distinct from nullif(n.value, 'null'))
      select d.*, count(*) over ()::integer as count
      from differing d order by line, "column" limit ${mostShown}`,
  );
  return {
    count: rows[0]?.count ?? 0,
    rows: rows.map(({ count: _count, column, ...row }) => ({
      ...row,
      field: column === null ? null : fieldsOf([column])[0]!,
    })),
  };
}

const nowOfColumns = Object.keys(fieldNames)
  .map(column =>
    column === 'manual_tags'
      ? `'manual_tags', to_jsonb(coalesce(g.manual_tags, '{}'))`
      : `'${column}', g.${column}`,
  )
  .join(', ');

/** What an import did, as bulk edits say it. */
export function effectsOf(totals: GuestImport['totals']): BulkEffects {
  return {
    matched: totals.rows,
    willChange: totals.change,
    alreadySo: totals.same,
    refused:
      totals.error > 0
        ? [{ reason: 'Its row has an error', count: totals.error }]
        : [],
  };
}
