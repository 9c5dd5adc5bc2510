// @ts-check

/*
 * Files of manual data that were looked at, row by row. A row keeps what the
 * guest had and what it is to have, by column, so that applying writes what
 * was shown, and only where nobody changed it since. What is applied becomes a
 * bulk edit; its undo reads versions, and needs none of this.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table guest_imports (
      id uuid primary key default gen_random_uuid(),
      actor text not null,
      created_at timestamptz not null default clock_timestamp(),
      file_name text not null,
      columns text[] not null,
      ignored_columns text[] not null,
      totals jsonb not null,
      bulk_edit_id uuid references bulk_edits
    )`);
  await knex.raw(`
    create index guest_imports_by_time on guest_imports (created_at)`);
  await knex.raw(`
    create table guest_import_rows (
      import_id uuid not null references guest_imports on delete cascade,
      line integer not null,
      -- Without a reference: guests are purged meanwhile.
      guest_id uuid,
      name text not null,
      state text not null check (state in ('change', 'same', 'error')),
      -- By column, custom fields as custom.<key>.
      before jsonb not null,
      after jsonb not null,
      errors text[] not null,
      primary key (import_id, line),
      check ((state = 'error') = (errors <> '{}')),
      check ((state = 'change') <= (guest_id is not null))
    )`);
  await knex.raw(`
    create unique index guest_import_rows_by_guest
      on guest_import_rows (import_id, guest_id) where state = 'change'`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table guest_import_rows`);
  await knex.raw(`drop table guest_imports`);
};
