import { ConflictError, NotFoundError } from '@backstage/errors';
import { raw, run, sql, type Sql } from '@flyloft/backend-kit';
import type {
  BulkEdit,
  BulkEffects,
  BulkPatch,
  BulkPreview,
  BulkUndo,
  GuestSelection,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { query } from '../database/query';
import { GuestEditStore, lockGuests, momentOf } from '../manual/GuestEditStore';
import { requirePeople } from '../manual/GuestManualStore';
import { columnsOf, type ManualValues } from '../manual/manualValues';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';
import {
  findEffects,
  findSamples,
  type FoundEffects,
  type Refusal,
} from './bulkEffects';

/** What a bulk edit writes, checked, and to whom. */
export interface PreparedBulk {
  actor: string;
  selection: GuestSelection;
  patch: BulkPatch;
  ids: string[];
  values: ManualValues;
  refusals: Refusal[];
}

/** The guests are no longer those that were previewed. */
export class WorldMoved extends Error {
  constructor(readonly previewed: BulkEffects) {
    super('These guests are no longer as the preview showed them');
  }
}

/** A bulk edit as it is stored. */
export interface BulkRow {
  id: string;
  state: BulkEdit['state'];
  actor: string;
  created_at: Date;
  applied_at: Date | null;
  selection: BulkEdit['selection'];
  patch: BulkPatch;
  effects: BulkEffects;
  fingerprint: string;
  columns: string[];
  batch_id: string | null;
  undone_at: Date | null;
  undone_by: string | null;
  restored: number | null;
  kept: number | null;
}

/** A bulk edit with what the store needs of it. */
export type StoredBulk = BulkEdit & { patch: BulkPatch };

/** Keeps bulk edits: previews them, applies them in one transaction, and undoes them. */
export class BulkEditStore {
  private readonly edits = new GuestEditStore();

  constructor(private readonly db: Knex) {}

  /** Finds out what would happen, and remembers it. */
  async preview(bulk: PreparedBulk): Promise<BulkPreview> {
    await requirePeople(this.db, bulk.values);
    const columns = await this.columns(this.db, bulk);
    const found = await findEffects(this.db, bulk.ids, columns, bulk.refusals);
    const samples = await findSamples(this.db, found.changing, columns);
    const [row] = await query<{ id: string }>(
      this.db,
      `insert into bulk_edits (state, actor, selection, patch, effects, fingerprint, columns)
        values ('previewed', :actor, :selection::jsonb, :patch::jsonb, :effects::jsonb,
          :fingerprint, :columns::text[])
        returning id`,
      {
        actor: bulk.actor,
        selection: JSON.stringify(bulk.selection),
        patch: JSON.stringify(bulk.patch),
        effects: JSON.stringify(found.effects),
        fingerprint: found.fingerprint,
        columns: [...columns.keys()],
      },
    );
    return { id: row!.id, effects: found.effects, samples };
  }

  /**
   * Does what was previewed, all of it or nothing; doing it again answers the same.
   *
   * @throws WorldMoved when the guests are no longer as the preview showed them.
   */
  async apply(id: string, bulk: PreparedBulk): Promise<BulkEdit> {
    return this.db.transaction(async tx => {
      await query(tx, noCompilation);
      const row = await lockBulk(tx, id);
      if (row.state !== 'previewed') return toBulkEdit(row);
      await requirePeople(tx, bulk.values);
      await lockGuests(tx, bulk.ids, { wait: false });
      const found = await this.requireSame(tx, row, bulk);
      const written = await this.edits.write(tx, {
        ids: found.changing,
        values: bulk.values,
        actor: bulk.actor,
        cause: 'person',
        reason: bulk.patch.reason ?? null,
      });
      const [applied] = await query<BulkRow>(
        tx,
        `update bulk_edits set state = 'applied', applied_at = clock_timestamp(),
            batch_id = :batch::bigint where id = :id::uuid returning *`,
        { id, batch: written.editId },
      );
      await written.publish();
      return toBulkEdit(applied!);
    });
  }

  /** Gives guests back what they had before, except where somebody edited since. */
  async undo(
    id: string,
    by: { actor: string; reason: string | null; annotates: Scope },
  ): Promise<BulkUndo> {
    return this.db.transaction(async tx => {
      await query(tx, noCompilation);
      const row = await lockBulk(tx, id);
      if (row.state === 'previewed') {
        throw new ConflictError('This edit was never applied');
      }
      if (row.state === 'undone' || row.batch_id === null) {
        return { edit: toBulkEdit(row), keptGuests: [] };
      }
      const batch = row.batch_id;
      const mine = await this.stillAsEdited(tx, batch, by.annotates);
      await lockGuests(tx, mine, { wait: false });
      const written = await this.edits.write(tx, {
        ids: await this.stillAsEdited(tx, batch, by.annotates),
        values: columnsBefore(row.columns, batch),
        actor: by.actor,
        cause: 'person',
        reason:
          by.reason ?? `Undoes the edit of ${row.applied_at!.toISOString()}`,
      });
      const kept = await keptGuests(tx, batch, written.editId, by.annotates);
      const [undone] = await query<BulkRow>(
        tx,
        `update bulk_edits set state = 'undone', undone_at = clock_timestamp(),
            undone_by = :actor, undo_batch_id = :undo::bigint,
            restored = :restored, kept = :kept
          where id = :id::uuid returning *`,
        {
          id,
          actor: by.actor,
          undo: written.editId,
          restored: written.changed,
          kept: kept.length,
        },
      );
      await written.publish();
      return {
        edit: toBulkEdit(undone!),
        keptGuests: kept.slice(0, mostKeptShown),
      };
    });
  }

  /** @throws NotFoundError also for what somebody else previewed. */
  async get(id: string, actor: string | null): Promise<StoredBulk> {
    const [row] = await query<BulkRow>(
      this.db,
      `select * from bulk_edits where id = :id::uuid
        and (:actor::text is null or actor = :actor)`,
      { id, actor },
    );
    if (!row) throw noBulk(id);
    return toBulkEdit(row);
  }

  /** The last bulk edits that were applied; of one person, if named. */
  async list(actor: string | null): Promise<BulkEdit[]> {
    const rows = await query<BulkRow>(
      this.db,
      `select * from bulk_edits where state <> 'previewed'
          and (:actor::text is null or actor = :actor)
        order by created_at desc limit 50`,
      { actor },
    );
    return rows.map(toBulkEdit);
  }

  /** Forgets previews that nobody applied. */
  async forgetPreviews(hours: number): Promise<void> {
    await query(
      this.db,
      `delete from bulk_edits where state = 'previewed'
        and created_at < now() - make_interval(hours => :hours)`,
      { hours },
    );
  }

  private async columns(
    db: Knex,
    { values, actor, patch }: PreparedBulk,
  ): Promise<Map<string, Sql>> {
    const at = await momentOf(db);
    return columnsOf(values, { actor, at, reason: patch.reason ?? null });
  }

  private async requireSame(
    tx: Knex,
    row: BulkRow,
    bulk: PreparedBulk,
  ): Promise<FoundEffects> {
    const found = await findEffects(
      tx,
      bulk.ids,
      await this.columns(tx, bulk),
      bulk.refusals,
    );
    if (found.fingerprint !== row.fingerprint)
      throw new WorldMoved(row.effects);
    return found;
  }

  private async stillAsEdited(
    tx: Knex,
    batch: string,
    annotates: Scope,
  ): Promise<string[]> {
    const rows = await run<{ id: string }>(
      tx,
      sql`select g.id from changes c join guests g on g.id = c.object_id
        where c.batch_id = ${batch}::bigint and g.edit_id = c.batch_id
          and g.deleted_at is null and ${scopeCondition(annotates, 'g.owner_ref')}
        order by g.id`,
    );
    return rows.map(row => row.id);
  }
}

const mostKeptShown = 100;

/** Compiling wide statements takes longer than running them once. */
const noCompilation = `select set_config('jit', 'off', true)`;

const noBulk = (id: string) =>
  new NotFoundError(`There is no bulk edit '${id}'`);

async function lockBulk(tx: Knex, id: string): Promise<BulkRow> {
  const [row] = await query<BulkRow>(
    tx,
    `select * from bulk_edits where id = :id::uuid for update`,
    { id },
  );
  if (!row) throw noBulk(id);
  return row;
}

/** What the columns were before a batch, from the versions of the guest `g`. */
function columnsBefore(columns: string[], batch: string): Map<string, Sql> {
  return new Map(
    columns.map(column => [
      column,
      sql`(select v.${raw(column)} from guest_versions v
        where v.guest_id = g.id and v.edit_id is distinct from ${batch}::bigint
        order by v.valid_from desc limit 1)`,
    ]),
  );
}

interface KeptRow {
  id: string;
  name: string;
  edited_by: string | null;
  edited_at: Date | null;
}

async function keptGuests(
  tx: Knex,
  batch: string,
  undoBatch: string | null,
  annotates: Scope,
): Promise<BulkUndo['keptGuests']> {
  const rows = await run<KeptRow>(
    tx,
    sql`select g.id, g.name, b.actor as edited_by, b.at as edited_at
      from changes c join guests g on g.id = c.object_id
      left join change_batches b on b.id = g.edit_id
      where c.batch_id = ${batch}::bigint
        and g.edit_id is distinct from ${undoBatch}::bigint
        and ${scopeCondition(annotates, 'g.owner_ref')}
      order by lower(g.name) collate "C", g.id`,
  );
  return rows.map(row => ({
    id: row.id,
    name: row.name,
    editedBy: row.edited_by,
    editedAt: row.edited_at?.toISOString() ?? null,
  }));
}

/** Maps a row. */
export function toBulkEdit(row: BulkRow): StoredBulk {
  return {
    id: row.id,
    state: row.state,
    by: row.actor,
    createdAt: row.created_at.toISOString(),
    appliedAt: row.applied_at?.toISOString() ?? null,
    selection: row.selection,
    patch: row.patch,
    effects: row.effects,
    undoneAt: row.undone_at?.toISOString() ?? null,
    undoneBy: row.undone_by,
    restored: row.restored,
    kept: row.kept,
  };
}
