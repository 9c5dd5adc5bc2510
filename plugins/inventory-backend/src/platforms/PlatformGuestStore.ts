import type { Knex } from 'knex';
import { ChangeBatch } from '../changes/ChangeBatch';
import { query } from '../database/query';
import { momentOf, writeEditedVersions } from '../manual/GuestEditStore';

/** Who deletes a platform's guests, and why. */
export interface PlatformGuestDeletion {
  platformId: string;
  actor: string;
  reason: string;
}

/** The guests of a platform that goes. */
export class PlatformGuestStore {
  /**
   * Deletes all of them softly, set by set, within a transaction in which no
   * sync of the platform writes any more. Their end names the last sync that
   * saw them: if the platform is added again, they return by themselves.
   * `publish` must be the transaction's last statement.
   */
  async delete(
    tx: Knex.Transaction,
    { platformId, actor, reason }: PlatformGuestDeletion,
  ): Promise<{ deleted: number; publish: () => Promise<void> }> {
    const at = await momentOf(tx);
    await query(tx, lockThem, { platformId });
    const batch = new ChangeBatch(tx, null, at, {
      cause: 'person',
      actor,
      reason,
    });
    const id = await batch.identify();
    const [row] = await query<{ deleted: number }>(tx, deleteThem, {
      platformId,
      actor,
      reason,
      at,
      batch: id,
    });
    const deleted = row?.deleted ?? 0;
    batch.added(deleted);
    if (deleted > 0) {
      await writeEditedVersions(tx, id, at);
      await query(tx, forgetAddresses, { batch: id });
    }
    return { deleted, publish: () => batch.publish() };
  }
}

// In the order in which edits lock them.
const lockThem = `
  select from guests where platform_id = :platformId::text and deleted_at is null
  order by id for no key update`;

const deleteThem = `
  with gone as (
    update guests g set visibility = 'deleted', deleted_at = :at::timestamptz,
      deleted_by = :actor::text, deleted_reason = :reason::text,
      deleted_run_id = p.collected_run_id,
      last_seen_at = coalesce(g.last_seen_at, p.collected_at, :at::timestamptz),
      changed_at = :at::timestamptz, edit_id = :batch::bigint
    from platforms p
    where p.id = :platformId::text and g.platform_id = p.id and g.deleted_at is null
    returning g.id, g.platform_id, g.name, g.owner_ref, g.second_owner_ref),
  noted as (
    insert into changes (batch_id, position, platform_id, kind, object_id, name,
      operation, owner_ref, second_owner_ref)
    select :batch::bigint, row_number() over (order by name, id) - 1, platform_id,
      'guest', id, name, 'deleted', owner_ref, second_owner_ref
    from gone returning 1)
  select count(*)::integer as deleted from noted`;

const forgetAddresses = `
  delete from guest_addresses a using changes c
  where c.batch_id = :batch::bigint and a.guest_id = c.object_id`;
