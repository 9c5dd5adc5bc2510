import type { Knex } from 'knex';

/**
 * Brings the tables of the connection's schema up to date. Replicas that
 * start together wait for each other, and a lock left behind by a killed one
 * is freed: knex's own lock would make each of them fail instead.
 */
export async function applyMigrations(
  db: Knex,
  directory: string,
): Promise<void> {
  await db.transaction(async lock => {
    await lock.raw(
      `select pg_advisory_xact_lock(hashtext('flyloft.migrations'), hashtext(current_schema()))`,
    );
    // Who holds the lock above is the only migrator: knex's own is stale.
    await db.migrate.forceFreeMigrationsLock({ directory });
    await db.migrate.latest({ directory });
  });
}
