import knexFactory, { type Knex } from 'knex';

/** A connection to the trail's schema, for a command beside the portal. */
export function openTrailReader(databaseUrl: string): Knex {
  return knexFactory({
    client: 'pg',
    connection: { connectionString: databaseUrl },
    searchPath: ['audit'],
    pool: { min: 0, max: 1 },
  });
}
