import type { SyncRun } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';

/** Where PostgreSQL itself would look again, in its own time. */
const notableShare = 0.1;

/** What the statements of a sync join and filter by; the rest has time. */
const joined = {
  guests: 'id, platform_id, external_id, deleted_at',
  guest_versions: 'guest_id, valid_to',
  guest_addresses: 'guest_id',
  changes: 'object_id, batch_id',
};

/**
 * Counts anew what a run has changed to a good part, such as after a first
 * sync: until PostgreSQL does so by itself, minutes later, the planner takes
 * the tables for empty, and lists and the next sync are slow.
 */
export async function refreshStatistics(
  db: Knex,
  counts: SyncRun['counts'],
): Promise<void> {
  const { guest } = counts;
  if (!guest) return;
  const written = guest.created + guest.changed + guest.deleted;
  if (written === 0 || written < guest.seen * notableShare) return;
  for (const [table, columns] of Object.entries(joined)) {
    await db.raw(`analyze ${table} (${columns})`);
  }
}
