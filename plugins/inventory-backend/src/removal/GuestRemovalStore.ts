import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  onceOnly,
  run,
  sql,
  type RepeatableCommand,
} from '@flyloft/backend-kit';
import type { RemovedGuest } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { ChangeBatch } from '../changes/ChangeBatch';
import { query } from '../database/query';
import { upsertManualAddresses } from '../guests/effectiveSql';
import {
  lockGuests,
  momentOf,
  writeEditedVersions,
} from '../manual/GuestEditStore';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';
import { upsertNicAddresses } from '../sync/apply/guestTraceSql';

/** A command on one guest's being there. */
export interface RemovalCommand {
  id: string;
  reason: string;
  command: RepeatableCommand;
}

interface RemovalRow {
  id: string;
  name: string;
  platform_id: string;
  deleted_at: Date | null;
  deleted_by: string | null;
  deleted_reason: string | null;
  deleted_run_id: string | null;
}

/**
 * Deletes and restores guests by hand, and purges those deleted long ago. A
 * guest that a person deleted has no run as its end: syncs leave it deleted,
 * even while its platform lists it, until a person restores it.
 */
export class GuestRemovalStore {
  constructor(private readonly db: Knex) {}

  /** @throws ConflictError when it is deleted already. */
  async delete(removal: RemovalCommand, scope: Scope): Promise<RemovedGuest> {
    return this.commit(removal, scope, async (_tx, guest) => {
      if (guest.deleted_at) {
        throw new ConflictError(
          `'${guest.name}' is deleted already (${guest.deleted_reason})`,
        );
      }
      return { operation: 'deleted', statement: markDeleted };
    });
  }

  /**
   * Brings back what a person deleted, with all that people said of it. It is
   * unreachable until the next sync sees it.
   *
   * @throws ConflictError for what a sync deleted: it returns by itself.
   */
  async restore(removal: RemovalCommand, scope: Scope): Promise<RemovedGuest> {
    return this.commit(removal, scope, async (tx, guest) => {
      if (!guest.deleted_at) {
        throw new ConflictError(`'${guest.name}' is not deleted`);
      }
      if (guest.deleted_run_id) {
        throw new ConflictError(
          `A sync deleted '${guest.name}', since its platform lists it no more; it returns by itself once it is listed again`,
        );
      }
      await requireFreeId(tx, guest);
      return { operation: 'returned', statement: markRestored };
    });
  }

  /**
   * Deletes for good what was deleted before a moment, at most so many, with
   * versions and history. What a person deleted stays as long as its platform
   * lists it: purged, it would come back as a new guest.
   */
  async purge(before: Date, most: number): Promise<number> {
    return this.db.transaction(async tx => {
      const gone = await query<{ id: string }>(
        tx,
        `select id from guests
          where deleted_at < :before
            and (deleted_run_id is not null or last_seen_at < :before)
          order by deleted_at limit :most for update skip locked`,
        { before, most },
      );
      if (gone.length === 0) return 0;
      const ids = gone.map(guest => guest.id);
      await query(
        tx,
        `delete from changes where object_id = any(:ids::uuid[])`,
        {
          ids,
        },
      );
      await query(tx, `delete from guests where id = any(:ids::uuid[])`, {
        ids,
      });
      return ids.length;
    });
  }

  /**
   * Forgets what platforms answered about guests deleted before a moment. Their
   * details are read anew should they return.
   */
  async forgetRaw(before: Date): Promise<void> {
    await query(
      this.db,
      `with forgotten as (
          delete from guest_raw r using guests g
          where g.id = r.guest_id and g.deleted_at < :before
          returning r.guest_id)
        update guests set details_digest = null
        where id in (select guest_id from forgotten)`,
      { before },
    );
  }

  /** Whether anything is to be purged. */
  async isAnyDue(before: Date): Promise<boolean> {
    const [due] = await query(
      this.db,
      `select from guests where deleted_at < :before
        and (deleted_run_id is not null or last_seen_at < :before) limit 1`,
      { before },
    );
    return due !== undefined;
  }

  private async commit(
    { id, reason, command }: RemovalCommand,
    scope: Scope,
    decide: (
      tx: Knex.Transaction,
      guest: RemovalRow,
    ) => Promise<{ operation: string; statement: string }>,
  ): Promise<RemovedGuest> {
    return this.db.transaction(async tx => {
      let publish = async () => {};
      const answer = await onceOnly(tx, command, async () => {
        await lockGuests(tx, [id], { wait: true });
        const { operation, statement } = await decide(
          tx,
          await this.read(tx, id, scope),
        );
        const at = await momentOf(tx);
        const said = { cause: 'person' as const, actor: command.actor, reason };
        const batch = new ChangeBatch(tx, null, at, said);
        const bindings = { id, batch: await batch.identify(), at };
        await query(tx, statement, {
          ...bindings,
          actor: command.actor,
          reason,
        });
        await query(tx, noteRemoval, { ...bindings, operation });
        if (operation === 'returned')
          await query(tx, noteReturn, { batch: bindings.batch });
        batch.added(1);
        await writeEditedVersions(tx, bindings.batch, at);
        await this.followAddresses(tx, id, at, operation);
        publish = () => batch.publish();
        return toRemoved(await this.read(tx, id, scope));
      });
      await publish();
      return answer;
    });
  }

  private async followAddresses(
    tx: Knex,
    id: string,
    at: string,
    operation: string,
  ): Promise<void> {
    if (operation === 'deleted') {
      await query(
        tx,
        `delete from guest_addresses where guest_id = :id::uuid`,
        {
          id,
        },
      );
      return;
    }
    const guest = `(select * from guests where id = :id::uuid) g`;
    await query(tx, upsertNicAddresses(guest, ':at'), { id, at });
    await query(tx, upsertManualAddresses(guest), { id, at });
  }

  private async read(db: Knex, id: string, scope: Scope): Promise<RemovalRow> {
    const [row] = await run<RemovalRow>(
      db,
      sql`select g.id, g.name, g.platform_id, g.deleted_at, g.deleted_by,
          g.deleted_reason, g.deleted_run_id
        from guests g
        where g.id = ${id}::uuid and ${scopeCondition(scope, 'g.owner_ref')}`,
    );
    if (!row) throw new NotFoundError(`There is no guest '${id}'`);
    return row;
  }
}

const markDeleted = `
  update guests g set visibility = 'deleted', deleted_at = :at::timestamptz,
    deleted_by = :actor, deleted_reason = :reason, deleted_run_id = null,
    last_seen_at = coalesce(g.last_seen_at, p.collected_at, :at::timestamptz),
    changed_at = :at::timestamptz, edit_id = :batch::bigint
  from platforms p
  where g.id = :id::uuid and p.id = g.platform_id`;

const markRestored = `
  update guests set visibility = 'unreachable', deleted_at = null,
    deleted_by = null, deleted_reason = null, deleted_run_id = null,
    changed_at = :at::timestamptz, edit_id = :batch::bigint
  where id = :id::uuid`;

const noteRemoval = `
  insert into changes (batch_id, position, platform_id, kind, object_id, name,
    operation, owner_ref, second_owner_ref)
  select :batch::bigint, 0, g.platform_id, 'guest', g.id, g.name,
    :operation, g.owner_ref, g.second_owner_ref
  from guests g where g.id = :id::uuid`;

const noteReturn = `
  insert into change_fields (batch_id, position, field, from_value, to_value)
  values (:batch::bigint, 0, 'visibility', null, '"unreachable"')`;

async function requireFreeId(tx: Knex, guest: RemovalRow): Promise<void> {
  const [heir] = await query<{ name: string }>(
    tx,
    `select heir.name from guests g
      join guests heir on heir.platform_id = g.platform_id
        and heir.external_id = g.external_id and heir.deleted_at is null
      where g.id = :id::uuid`,
    { id: guest.id },
  );
  if (heir) {
    throw new ConflictError(
      `'${guest.name}' can't be restored: '${heir.name}' has its id on the platform now`,
    );
  }
}

function toRemoved(row: RemovalRow): RemovedGuest {
  return {
    id: row.id,
    name: row.name,
    platformId: row.platform_id,
    deletedAt: row.deleted_at?.toISOString() ?? null,
    deletedBy: row.deleted_by,
    deletedReason: row.deleted_reason,
  };
}
