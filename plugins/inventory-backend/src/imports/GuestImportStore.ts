import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { readPage } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import {
  type AppliedImport,
  type GuestImport,
  type GuestImportApplication,
  type GuestImportRow,
  type ImportDifference,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { toBulkEdit, type BulkRow } from '../bulkEdits/BulkEditStore';
import { query } from '../database/query';
import { GuestEditStore, lockGuests } from '../manual/GuestEditStore';
import type { Scope } from '../scope/scope';
import {
  columnsWritten,
  differingRows,
  effectsOf,
  fieldsOf,
  requireFieldRights,
} from './importColumns';
import { rowList, toRow, type RowOfImport } from './importRowList';
import type { ColumnValues } from './planRow';

/** A file as it was looked at, to keep. */
export interface NewImport {
  actor: string;
  fileName: string;
  columns: string[];
  ignoredColumns: string[];
  rows: PlannedRow[];
}

/** A row with what it would do. */
export interface PlannedRow {
  line: number;
  guestId: string | null;
  name: string;
  before: ColumnValues;
  after: ColumnValues;
  errors: string[];
}

/** One page of the rows of a file. */
export interface ImportRowPage {
  items: GuestImportRow[];
  nextCursor: string | null;
  total: number;
}

/** The guests are no longer as they were when the file was looked at. */
export class ImportMoved extends Error {
  constructor(readonly difference: ImportDifference) {
    super(
      'Some of these guests changed since the file was checked; check it again',
    );
  }
}

/** On whose word an import is applied. */
export interface ImportApplication extends GuestImportApplication {
  actor: string;
  annotates: Scope;
  overrides: boolean;
}

interface ImportTableRow {
  id: string;
  actor: string;
  created_at: Date;
  file_name: string;
  columns: string[];
  ignored_columns: string[];
  totals: GuestImport['totals'];
  bulk_edit_id: string | null;
}

const rowsAtOnce = 1000;

/** Keeps files of manual data that were looked at, and applies them. */
export class GuestImportStore {
  private readonly edits = new GuestEditStore();

  constructor(private readonly db: Knex) {}

  /** Keeps what a file would do. */
  async add(file: NewImport): Promise<GuestImport> {
    const count = (state: string) =>
      file.rows.filter(row => stateOf(row) === state).length;
    return this.db.transaction(async tx => {
      const [row] = await query<ImportTableRow>(
        tx,
        `insert into guest_imports (actor, file_name, columns, ignored_columns, totals)
          values (:actor, :fileName, :columns::text[], :ignored::text[], :totals::jsonb)
          returning *`,
        {
          actor: file.actor,
          fileName: file.fileName,
          columns: file.columns,
          ignored: file.ignoredColumns,
          totals: JSON.stringify({
            rows: file.rows.length,
            change: count('change'),
            same: count('same'),
            error: count('error'),
          }),
        },
      );
      for (let at = 0; at < file.rows.length; at += rowsAtOnce) {
        await addRows(tx, row!.id, file.rows.slice(at, at + rowsAtOnce));
      }
      return toImport(row!);
    });
  }

  /** @throws NotFoundError also for what somebody else looked at. */
  async get(id: string, actor: string): Promise<GuestImport> {
    return toImport(await readImportRow(this.db, id, actor));
  }

  /** The files that somebody looked at last. */
  async recent(actor: string): Promise<GuestImport[]> {
    const rows = await query<ImportTableRow>(
      this.db,
      `select * from guest_imports where actor = :actor
        order by created_at desc limit 20`,
      { actor },
    );
    return rows.map(toImport);
  }

  /** One page of the rows of a file. */
  async rows(
    id: string,
    actor: string,
    listQuery: ListQuery,
  ): Promise<ImportRowPage> {
    await readImportRow(this.db, id, actor);
    if (listQuery.at || listQuery.deleted) {
      throw new InputError(
        `Rows of a file have no past; leave out 'at' and 'deleted'`,
      );
    }
    const page = await readPage<RowOfImport>(this.db, rowList(id), listQuery);
    const { nextCursor, total } = page;
    return { items: page.rows.map(toRow), nextCursor, total };
  }

  /**
   * Writes what was shown, all of it or nothing; doing it again answers the same.
   *
   * @throws ImportMoved where guests are no longer as they were shown.
   */
  async apply(id: string, by: ImportApplication): Promise<AppliedImport> {
    return this.db.transaction(async tx => {
      await query(tx, `select set_config('jit', 'off', true)`);
      const row = await readImportRow(tx, id, by.actor, 'for update');
      if (row.bulk_edit_id) {
        return { import: toImport(row), edit: await readEdit(tx, row) };
      }
      requireApplicable(row, by);
      const changing = await changingRows(tx, id);
      const columns = [
        ...new Set(changing.flatMap(({ after }) => Object.keys(after))),
      ];
      await requireFields(tx, columns);
      requireFieldRights(fieldsOf(columns), by.overrides);
      const ids = changing.map(({ guest_id }) => guest_id);
      await lockGuests(tx, ids, { wait: false });
      const difference = await differingRows(tx, id, by.annotates);
      if (difference.count > 0) throw new ImportMoved(difference);
      const writing = columnsWritten(id, columns);
      const written = await this.edits.write(tx, {
        ids,
        values: writing,
        actor: by.actor,
        cause: 'person',
        reason: by.reason ?? `Imported from ${row.file_name}`,
      });
      const applied = await noteEdit(tx, row, {
        by,
        columns: [...writing.keys()],
        fields: fieldsOf(columns),
        batchId: written.editId,
      });
      await written.publish();
      return {
        import: toImport(applied),
        edit: await readEdit(tx, applied),
      };
    });
  }

  /** Forgets files that were looked at long ago; what was applied stays a bulk edit. */
  async forget(hours: number): Promise<void> {
    await query(
      this.db,
      `delete from guest_imports where created_at < now() - make_interval(hours => :hours)`,
      { hours },
    );
  }
}

function requireApplicable(
  { totals }: ImportTableRow,
  by: ImportApplication,
): void {
  if (totals.error > 0 && !by.leaveOutErrors) {
    throw new ConflictError(
      `${totals.error} rows have errors; correct the file and check it again, or choose to leave them out`,
    );
  }
  if (totals.change === 0) {
    throw new ConflictError('No row changes anything');
  }
}

/** @throws ConflictError when a field was removed since the file was looked at. */
async function requireFields(tx: Knex, columns: string[]): Promise<void> {
  const keys = columns
    .filter(column => column.startsWith('custom.'))
    .map(column => column.slice('custom.'.length));
  const rows = await query<{ key: string }>(
    tx,
    `select key from custom_fields where removed_at is null and key = any(:keys::text[])`,
    { keys },
  );
  const there = new Set(rows.map(({ key }) => key));
  const gone = keys.filter(key => !there.has(key));
  if (gone.length > 0) {
    throw new ConflictError(
      `The fields ${gone.join(', ')} were removed since the file was checked; check it again`,
    );
  }
}

const changingRows = (tx: Knex, id: string) =>
  query<{ guest_id: string; after: ColumnValues }>(
    tx,
    `select guest_id, after from guest_import_rows
      where import_id = :id::uuid and state = 'change' order by guest_id`,
    { id },
  );

async function noteEdit(
  tx: Knex,
  row: ImportTableRow,
  done: {
    by: ImportApplication;
    columns: string[];
    fields: string[];
    batchId: string | null;
  },
): Promise<ImportTableRow> {
  const [applied] = await query<ImportTableRow>(
    tx,
    `with edit as (
        insert into bulk_edits (state, actor, selection, patch, effects, fingerprint,
          columns, applied_at, batch_id)
        values ('applied', :actor, :selection::jsonb, :patch::jsonb, :effects::jsonb, '',
          :columns::text[], clock_timestamp(), :batch::bigint)
        returning id)
      update guest_imports i set bulk_edit_id = edit.id from edit
      where i.id = :id::uuid returning i.*`,
    {
      id: row.id,
      actor: done.by.actor,
      selection: JSON.stringify({
        importId: row.id,
        fileName: row.file_name,
        fields: done.fields,
      }),
      patch: JSON.stringify({ reason: done.by.reason ?? null }),
      effects: JSON.stringify(effectsOf(row.totals)),
      columns: done.columns,
      batch: done.batchId,
    },
  );
  return applied!;
}

async function readEdit(tx: Knex, row: ImportTableRow) {
  const [edit] = await query<BulkRow>(
    tx,
    `select * from bulk_edits where id = :id::uuid`,
    { id: row.bulk_edit_id },
  );
  return toBulkEdit(edit!);
}

async function readImportRow(
  db: Knex,
  id: string,
  actor: string,
  lock: '' | 'for update' = '',
): Promise<ImportTableRow> {
  const [row] = await query<ImportTableRow>(
    db,
    `select * from guest_imports where id = :id::uuid and actor = :actor ${lock}`,
    { id, actor },
  );
  if (!row) {
    throw new NotFoundError(
      `There is no import '${id}'; files are kept for 48 hours`,
    );
  }
  return row;
}

const stateOf = ({ after, errors }: PlannedRow) => {
  if (errors.length > 0) return 'error';
  return Object.keys(after).length > 0 ? 'change' : 'same';
};

async function addRows(
  tx: Knex,
  id: string,
  rows: readonly PlannedRow[],
): Promise<void> {
  await query(
    tx,
    `insert into guest_import_rows
        (import_id, line, guest_id, name, state, before, after, errors)
      select :id::uuid, r.line, r.guest_id, r.name, r.state, r.before, r.after,
        array(select jsonb_array_elements_text(r.errors))
      from jsonb_to_recordset(:rows::jsonb) as r(line integer, guest_id uuid,
        name text, state text, before jsonb, after jsonb, errors jsonb)`,
    {
      id,
      rows: JSON.stringify(
        rows.map(({ guestId, ...row }) => ({
          ...row,
          guest_id: guestId,
          state: stateOf({ guestId, ...row }),
        })),
      ),
    },
  );
}

function toImport(row: ImportTableRow): GuestImport {
  return {
    id: row.id,
    fileName: row.file_name,
    by: row.actor,
    createdAt: row.created_at.toISOString(),
    columns: row.columns,
    ignoredColumns: row.ignored_columns,
    totals: row.totals,
    editId: row.bulk_edit_id,
  };
}
