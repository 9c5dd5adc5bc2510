// @ts-check

/*
 * Where history begins once older parts of it were purged. The moment is moved
 * on first, in a transaction of its own, and only then do rows go: whoever
 * looks after reading knows whether something was missing.
 *
 * The indexes find what is old without reading all of it, and let runs go
 * without a walk through each table that may name them.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table history_beginning (
      id boolean primary key default true check (id),
      -- Whatever was before may be missing; null while nothing was purged.
      at timestamptz,
      -- The last place in the feed that was purged.
      last_sequence bigint not null default 0,
      check ((at is null) <= (last_sequence = 0))
    )`);
  await knex.raw('insert into history_beginning default values');
  await knex.raw(
    `create index guest_versions_ended on guest_versions (valid_to) where valid_to < 'infinity'`,
  );
  await knex.raw(
    `create index change_batches_by_run on change_batches (run_id) where run_id is not null`,
  );
  await knex.raw(
    `create index guests_by_deleted_run on guests (deleted_run_id) where deleted_run_id is not null`,
  );
  await knex.raw(
    `create index sync_runs_by_confirmed on sync_runs (confirms_run_id) where confirms_run_id is not null`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index sync_runs_by_confirmed');
  await knex.raw('drop index guests_by_deleted_run');
  await knex.raw('drop index change_batches_by_run');
  await knex.raw('drop index guest_versions_ended');
  await knex.raw('drop table history_beginning');
};
