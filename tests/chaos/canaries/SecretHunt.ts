import pg from 'pg';

const NO_TABLE = '42P01';

/** How far 8 bits of the text come before the first 6 bits of a base64 digit. */
const alignments = [0, 1, 2];

/**
 * Every form a value may be kept or shown in: as it is, escaped for an
 * address, in hexadecimal, and in base64 wherever in a longer text it begins.
 */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const inBase64 = alignments.map(before => {
    const digits = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replaceAll('=', '');
    const own = Math.floor(((before + bytes.length) * 8) / 6);
    return digits.slice(Math.ceil((before * 8) / 6), own);
  });
  const forms = new Set([
    value,
    encodeURIComponent(value),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    ...inBase64,
    ...inBase64.map(text => text.replaceAll('+', '-').replaceAll('/', '_')),
  ]);
  return [...forms];
}

/** Values that must be nowhere, and the search for them. */
export class SecretHunt {
  /** What to call each value when it was found: never itself. */
  readonly #names = new Map<string, string>();

  /** Hunts a value from now on. Shorter ones would be found by chance. */
  add(name: string, value: string): void {
    if (value.length < 8) throw new Error(`${name} is too short to be hunted`);
    for (const form of formsOf(value)) this.#names.set(form, name);
  }

  /** The names of the values that a text holds, in whatever form. */
  foundIn(text: string): string[] {
    const found = [...this.#names].filter(([form]) => text.includes(form));
    return [...new Set(found.map(([, name]) => name))];
  }

  /** The same for every row of every table; each with its table. */
  async foundInDatabase(url: string): Promise<string[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const { rows: tables } = await client.query<Table>(tablesSql);
      const found: string[] = [];
      for (const table of tables) {
        for (const form of await this.#formsIn(client, table)) {
          found.push(`${this.#names.get(form)} in ${table.name}`);
        }
      }
      return [...new Set(found)];
    } finally {
      await client.end();
    }
  }

  /** Looked through here: PostgreSQL takes minutes for so many forms. */
  async #formsIn(client: pg.Client, { name, text }: Table): Promise<string[]> {
    try {
      const { rows } = await client.query<{ row: string }>(
        `select ${text} as row from ${name} as r`,
      );
      const all = rows.map(({ row }) => row).join('\n');
      return [...this.#names.keys()].filter(form => all.includes(form));
    } catch (error) {
      // Of a sync that ended meanwhile: what it staged is gone.
      if ((error as { code?: string }).code === NO_TABLE) return [];
      throw error;
    }
  }
}

interface Table {
  name: string;
  /** An expression for all of a row, bytes as the text they may be. */
  text: string;
}

const tablesSql = `
  select format('%I.%I', n.nspname, c.relname) as name,
         concat_ws(' || ', 'r::text', string_agg(
           format($$coalesce(encode(r.%I, 'escape'), '')$$, a.attname), ' || ')
           filter (where a.atttypid = 'bytea'::regtype)) as text
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     and not a.attisdropped
   where c.relkind in ('r', 'm')
     and n.nspname not in ('pg_catalog', 'information_schema')
   group by 1`;
