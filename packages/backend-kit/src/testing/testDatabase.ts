import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import knexFactory, { type Knex } from 'knex';
import { applyMigrations } from '../migrations/applyMigrations';

/** A database of one test's own, as a plugin sees it in schema mode. */
export interface TestDatabase {
  /** Connections whose search path is the plugin's schema alone. */
  knex: Knex;
  /** The database for who connects by other means, such as a process. */
  url: string;
  /** Another pool on the same database: what a second replica would have. */
  connect(): Knex;
  /** Closes every pool and drops the database. */
  drop(): Promise<void>;
}

export interface TestDatabaseOptions {
  /** The plugin's schema: its plugin id. */
  schema: string;
  /** The folder of its migrations. */
  migrations: string;
}

/**
 * Makes a fresh database on the server of FLYLOFT_TEST_DATABASE_URL. The
 * migrations run once per set of migrations, into a template that is cloned.
 *
 * @throws when the variable is not set; such tests can't run without a server.
 */
export async function createTestDatabase(
  options: TestDatabaseOptions,
): Promise<TestDatabase> {
  const server = serverUrl();
  const admin = poolFor(server, 'public', 1);
  const name = `flyloft_test_${randomUUID().replaceAll('-', '')}`;
  try {
    const template = await ensureTemplate(admin, server, options);
    await admin.raw('create database ?? template ??', [name, template]);
  } catch (error) {
    await admin.destroy();
    throw error;
  }
  const url = withDatabase(server, name);
  const pools: Knex[] = [];
  const connect = () => {
    const pool = poolFor(url, options.schema, 10);
    pools.push(pool);
    return pool;
  };
  return {
    knex: connect(),
    url,
    connect,
    async drop() {
      await Promise.all(pools.map(pool => pool.destroy()));
      await admin.raw('drop database if exists ?? with (force)', [name]);
      await admin.destroy();
    },
  };
}

/** The test server's address. */
function serverUrl(): string {
  const url = process.env.FLYLOFT_TEST_DATABASE_URL;
  if (!url) {
    throw new Error(
      'Set FLYLOFT_TEST_DATABASE_URL to a PostgreSQL server on which tests may create databases, or run `npm test`, which starts one',
    );
  }
  return url;
}

function withDatabase(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.toString();
}

function poolFor(url: string, schema: string, max: number): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString: url },
    searchPath: [schema],
    pool: { min: 0, max },
  });
}

/**
 * Builds the template under another name and renames it when it is whole, so
 * that an interrupted build is never cloned.
 */
async function ensureTemplate(
  admin: Knex,
  server: string,
  options: TestDatabaseOptions,
): Promise<string> {
  const template = `flyloft_template_${options.schema}_${await digestOf(options)}`;
  const building = `${template}_building`;
  return admin.transaction(async lock => {
    await lock.raw(`select pg_advisory_xact_lock(hashtext(?))`, [template]);
    const { rows } = await lock.raw<{ rows: unknown[] }>(
      'select from pg_database where datname = ?',
      [template],
    );
    if (rows.length > 0) return template;

    // Databases can't be made inside a transaction: the lock stays on this one.
    const maker = poolFor(server, 'public', 1);
    try {
      await maker.raw('drop database if exists ?? with (force)', [building]);
      await maker.raw('create database ??', [building]);
      const inside = poolFor(withDatabase(server, building), options.schema, 3);
      try {
        await inside.raw('create schema ??', [options.schema]);
        await applyMigrations(inside, options.migrations);
      } finally {
        await inside.destroy();
      }
      await maker.raw('alter database ?? rename to ??', [building, template]);
    } finally {
      await maker.destroy();
    }
    return template;
  });
}

async function digestOf(options: TestDatabaseOptions): Promise<string> {
  const hash = createHash('sha256').update(options.schema);
  for (const file of (await readdir(options.migrations)).sort()) {
    hash.update(file).update(await readFile(join(options.migrations, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
