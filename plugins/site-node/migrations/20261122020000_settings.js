/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table settings (
      key text primary key,
      value jsonb not null,
      -- Counts edits, for If-Match; a value that was reverted leaves no row.
      version integer not null default 1,
      changed_by text not null,
      changed_at timestamptz not null default clock_timestamp()
    )`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table settings');
};
