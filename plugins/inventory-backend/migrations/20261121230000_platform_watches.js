// @ts-check

/*
 * Which replica follows a platform's changes. A row is a lease: silent for too
 * long, it is another replica's. Two watchers for a moment do no harm, they
 * ask for the same sync; so there is no epoch.
 */

const triggers = `('schedule', 'person', 'confirmation', 'watch', 'push')`;

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table platform_watches (
      platform_id text primary key references platforms,
      watcher text not null,
      beat_at timestamptz not null,
      state text not null check (state in ('connecting', 'watching', 'waiting')),
      since timestamptz not null,
      -- Why it waits: what the last watch ended with.
      problem text,
      check (state = 'waiting' or problem is null)
    )`);
  await knex.raw(
    `alter table sync_runs drop constraint sync_runs_trigger_check`,
  );
  await knex.raw(
    `alter table sync_runs add constraint sync_runs_trigger_check
      check (trigger in ${triggers})`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(
    `update sync_runs set trigger = 'schedule' where trigger in ('watch', 'push')`,
  );
  await knex.raw(
    `alter table sync_runs drop constraint sync_runs_trigger_check`,
  );
  await knex.raw(
    `alter table sync_runs add constraint sync_runs_trigger_check
      check (trigger in ('schedule', 'person', 'confirmation'))`,
  );
  await knex.raw(`drop table platform_watches`);
};
