import knexFactory, { type Knex } from 'knex';

/** Opens the schema of secrets without the portal; whoever opens it closes it. */
export function openSecretDatabase(databaseUrl: string): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString: databaseUrl },
    searchPath: ['secrets'],
    pool: { min: 0, max: 2 },
  });
}
