import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Child } from '../processes/child.ts';

const POLL_MS = 200;

/**
 * Waits until the directory's people are in the catalog: before that nobody
 * can sign in. Says whether they arrived in time.
 */
export async function waitForPeople(
  portal: Child,
  databaseUrl: string,
  expected: number,
  deadlineSeconds: number,
): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  // A server that ends meanwhile is told by the query that fails.
  client.on('error', () => {});
  await client.connect();
  try {
    const deadline = Date.now() + deadlineSeconds * 1000;
    while (Date.now() < deadline) {
      if (portal.hasExited()) throw portal.failure();
      const { rows } = await client.query<{ people: number }>(
        `select count(*)::int as people from catalog.final_entities
          where entity_ref like 'user:%' and final_entity is not null`,
      );
      if ((rows[0]?.people ?? 0) >= expected) return true;
      await delay(POLL_MS);
    }
    return false;
  } finally {
    await client.end();
  }
}
