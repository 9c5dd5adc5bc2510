// @ts-check

/*
 * Two guests of two platforms that may be one machine: what speaks for it, and
 * what a person decided. One row per pair, whichever way it is named; a pair
 * that nobody decided about goes when nothing speaks for it any more.
 *
 * References are usual ones here: pairs are few, and guests are looked up by
 * their key. `right_id` has an index for the guest's own page and for purges.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table machine_pairs (
      id bigint generated always as identity primary key,
      left_id uuid not null references guests on delete cascade,
      right_id uuid not null references guests on delete cascade,
      -- A list of {kind, value}; empty when only the decision is left.
      evidence jsonb not null,
      strength integer not null check (strength >= 0),
      found_at timestamptz not null,
      verdict text check (verdict in ('same', 'different')),
      reason text,
      decided_by text,
      decided_at timestamptz,
      unique (left_id, right_id),
      -- One row for both orders, and none of a guest with itself.
      check (left_id < right_id),
      check ((verdict is null) = (decided_by is null)
        and (verdict is null) = (decided_at is null)
        and (verdict is null) = (reason is null)),
      check (reason <> ''),
      check (verdict is not null or strength > 0)
    )`);
  await knex.raw(
    `create index machine_pairs_by_right on machine_pairs (right_id)`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table machine_pairs`);
};
