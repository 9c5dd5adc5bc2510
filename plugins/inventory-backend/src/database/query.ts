import type { Knex } from 'knex';

/** What a named binding may be; arrays become PostgreSQL arrays. */
export type Binding = string | number | boolean | Date | null | string[];

// `:name`, but neither a cast (`::text`) nor a time's colon (`HH24:MI`).
const named = /(?<![:\w]):([a-zA-Z]\w*)/g;

/**
 * Runs a statement of our own with `:name` bindings and answers its rows.
 * Knex reads the start of a cast behind a name as an identifier; this doesn't.
 */
export async function query<Row>(
  db: Knex,
  statement: string,
  bindings: Readonly<Record<string, Binding>> = {},
): Promise<Row[]> {
  const values: Binding[] = [];
  const text = statement.replace(named, (_match, name: string) => {
    const value = bindings[name];
    if (value === undefined) throw new Error(`Nothing is bound to :${name}`);
    values.push(value);
    return '?';
  });
  const { rows } = await db.raw<{ rows: Row[] }>(text, values as string[]);
  return rows;
}
