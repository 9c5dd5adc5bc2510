// @ts-check

/*
 * Saved views of lists. A deleted one stays for a while without being listed,
 * so that a link to it can say that it is gone and by which name it went.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table saved_views (
      id uuid primary key default gen_random_uuid(),
      list text not null check (list in
        ('guests', 'hosts', 'clusters', 'networks', 'storages', 'addresses', 'changes')),
      name text not null check (length(name) between 1 and 80),
      state jsonb not null,
      sharing text not null check (sharing in ('private', 'group', 'everybody')),
      group_ref text,
      owner_ref text not null,
      -- Counts the changes: whoever changes it must have seen the last one.
      version integer not null default 1,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      former_name text,
      renamed_at timestamptz,
      deleted_at timestamptz,
      check ((sharing = 'group') = (group_ref is not null)),
      check ((former_name is null) = (renamed_at is null))
    )`);
  await knex.raw(
    `create unique index saved_views_one_per_name on saved_views (list, owner_ref, lower(name)) where deleted_at is null`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table saved_views');
};
