// @ts-check

/*
 * What finds changes among a million, and what counts them for the dashboard.
 *
 * The index finds the changes of a field that rarely changes: without it a
 * page of them walked through all changes (4.4 s of a million, with it some
 * milliseconds). It costs a sync only what changed, not what is new.
 *
 * Tallies count changes by half an hour, so that a day begins at midnight in
 * nearly every time zone; counting the changes themselves took 6 s.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(
    `create index change_fields_by_head on change_fields ((split_part(field, '.', 1)), batch_id desc, position desc)`,
  );
  await knex.raw(`
    create table change_tallies (
      -- The half hour in which the changes were seen.
      slot timestamptz not null,
      type text not null,
      kind text not null,
      owner_ref text,
      second_owner_ref text,
      count integer not null check (count > 0),
      unique nulls not distinct (slot, type, kind, owner_ref, second_owner_ref)
    )`);
  await knex.raw(`
    create table change_tally_clock (
      id boolean primary key default true check (id),
      -- Every change up to this place in the feed was counted.
      last_sequence bigint not null default 0
    )`);
  await knex.raw('insert into change_tally_clock default values');
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table change_tally_clock');
  await knex.raw('drop table change_tallies');
  await knex.raw('drop index change_fields_by_head');
};
