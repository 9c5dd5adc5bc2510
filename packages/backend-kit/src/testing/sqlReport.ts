import { readFile, writeFile } from 'node:fs/promises';
import type { Knex } from 'knex';

interface ColumnRow {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  default: string | null;
}

interface PartRow {
  table: string;
  kind: 'Constraints' | 'Indexes' | 'Triggers';
  name: string;
  definition: string;
}

const kinds = ['Constraints', 'Indexes', 'Triggers'] as const;

/**
 * Holds a committed `report.sql.md` to the tables that the migrations make, as
 * the catalog of PostgreSQL describes them. With FLYLOFT_WRITE_REPORTS set it
 * writes the file instead.
 *
 * @param db - a pool on the migrated schema.
 * @param title - what the report is about: the plugin's name.
 * @returns what the file says, and what it ought to say.
 */
export async function sqlReport(
  db: Knex,
  title: string,
  file: string,
): Promise<{ committed: string; current: string }> {
  const current = await describeSchema(db, title);
  if (process.env.FLYLOFT_WRITE_REPORTS) await writeFile(file, current);
  return { committed: await readFile(file, 'utf8'), current };
}

async function describeSchema(db: Knex, title: string): Promise<string> {
  const { rows: columns } = await db.raw<{ rows: ColumnRow[] }>(columnsSql);
  const { rows: parts } = await db.raw<{ rows: PartRow[] }>(partsSql);
  const tables = [...new Set(columns.map(({ table }) => table))];
  return [
    `# The tables of ${title}`,
    'Made by a test from the migrations; `FLYLOFT_WRITE_REPORTS=1` with that test writes it anew.',
    ...tables.map(table =>
      describeTable(
        table,
        columns.filter(column => column.table === table),
        parts.filter(part => part.table === table),
      ),
    ),
    '',
  ].join('\n\n');
}

function describeTable(
  table: string,
  columns: readonly ColumnRow[],
  parts: readonly PartRow[],
): string {
  const rows = columns.map(
    ({ column, type, nullable, default: usual }) =>
      `| ${code(column)} | ${code(type)} | ${nullable ? 'yes' : 'no'} | ${usual === null ? '' : code(usual)} |`,
  );
  const lists = kinds.flatMap(kind => {
    const own = parts.filter(part => part.kind === kind);
    if (own.length === 0) return [];
    const items = own.map(
      ({ name, definition }) => `- ${code(name)}: ${code(definition)}`,
    );
    return [`${kind}:\n\n${items.join('\n')}`];
  });
  return [
    `## ${code(table)}`,
    [
      '| Column | Type | Null | Default |',
      '| --- | --- | --- | --- |',
      ...rows,
    ].join('\n'),
    ...lists,
  ].join('\n\n');
}

/** A pipe would end the cell of a table. */
const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

const columnsSql = `
  select c.relname as table, a.attname as column,
    format_type(a.atttypid, a.atttypmod) as type, not a.attnotnull as nullable,
    pg_get_expr(d.adbin, d.adrelid) as default
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and c.relname !~ 'migrations(_lock)?$'
  order by c.relname, a.attnum`;

const partsSql = `
  select c.relname as table, part.kind, part.name, part.definition
  from pg_class c
  cross join lateral (
    select 'Constraints' as kind, o.conname::text as name,
      pg_get_constraintdef(o.oid) as definition
    from pg_constraint o where o.conrelid = c.oid and o.contype <> 'n'
    union all
    select 'Indexes', i.relname::text,
      replace(pg_get_indexdef(i.oid), current_schema() || '.', '')
    from pg_index x join pg_class i on i.oid = x.indexrelid
    where x.indrelid = c.oid
      and not exists (select from pg_constraint o where o.conindid = i.oid and o.contype in ('p', 'u', 'x'))
    union all
    select 'Triggers', t.tgname::text,
      replace(pg_get_triggerdef(t.oid), current_schema() || '.', '')
    from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
  ) part
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
    and c.relname !~ 'migrations(_lock)?$'
  order by c.relname, part.kind, part.name`;
