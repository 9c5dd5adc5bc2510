// @ts-check

/*
 * How fresh the facts of things are that a source pushed in part: a part that
 * comes late must not overwrite what was collected after it. Things that only
 * whole pictures tell of have no row here: the platform's own collected_at is
 * theirs. A whole picture deletes the rows that it makes needless.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table pushed_times (
      platform_id text not null references platforms,
      kind text not null check (kind in
        ('guest', 'host', 'cluster', 'network', 'storage', 'image')),
      external_id text not null,
      collected_at timestamptz not null,
      primary key (platform_id, kind, external_id)
    )`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table if exists pushed_times`);
};
