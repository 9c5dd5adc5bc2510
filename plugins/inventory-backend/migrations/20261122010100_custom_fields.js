// @ts-check

/*
 * Fields that people define. Their values are in `guests.custom_fields`, by
 * key. A removed definition keeps its row, and guests keep their values: they
 * are hidden, and restored with it.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table custom_fields (
      -- Written into the SQL of lists: nothing but these characters.
      key text primary key check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
      type text not null check (type in
        ('text', 'number', 'boolean', 'date', 'choice', 'url', 'user')),
      label text not null check (label <> ''),
      description text,
      required boolean not null,
      choices text[] not null,
      guest_types text[] not null,
      platform_ids text[] not null,
      created_at timestamptz not null default now(),
      created_by text not null,
      changed_at timestamptz not null default now(),
      changed_by text not null,
      removed_at timestamptz,
      removed_by text,
      check ((type = 'choice') = (choices <> '{}')),
      check ((removed_at is null) = (removed_by is null))
    )`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table custom_fields`);
};
