import type { Knex } from 'knex';
import { query } from '../database/query';
import type { SyncRunRow } from './syncRunRow';

/** Queues a run once more after its executor fell silent. */
export async function queueAgain(tx: Knex, row: SyncRunRow): Promise<void> {
  await tx.raw(
    `insert into sync_runs (platform_id, state, trigger, requested_by, attempt,
        confirmed_by, confirms_run_id)
      values (?, 'queued', ?, ?, ?, ?, ?)
      on conflict (platform_id) where state = 'queued' do nothing`,
    [
      row.platform_id,
      row.trigger,
      row.requested_by,
      row.attempt + 1,
      row.confirmed_by,
      row.confirms_run_id,
    ] as string[],
  );
}

/** Queues the confirming run; one that waits already takes the part. */
export async function queueConfirmation(
  tx: Knex,
  held: SyncRunRow,
  by: string,
): Promise<SyncRunRow> {
  const [row] = await query<SyncRunRow>(
    tx,
    `insert into sync_runs (platform_id, state, trigger, requested_by,
        confirmed_by, confirms_run_id)
      values (:platformId::text, 'queued', 'confirmation', :by::text, :by::text, :heldId::bigint)
      on conflict (platform_id) where state = 'queued' do update set
        trigger = 'confirmation', requested_by = excluded.requested_by,
        confirmed_by = excluded.confirmed_by,
        confirms_run_id = excluded.confirms_run_id
      returning *`,
    { platformId: held.platform_id, by, heldId: held.id },
  );
  return row!;
}
