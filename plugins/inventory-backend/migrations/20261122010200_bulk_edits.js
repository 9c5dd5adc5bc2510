// @ts-check

/*
 * Edits of many guests at once: previewed, applied, undone. What was before is
 * in the versions of the guests, and is not kept a second time.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table bulk_edits (
      id uuid primary key default gen_random_uuid(),
      state text not null check (state in ('previewed', 'applied', 'undone')),
      actor text not null,
      created_at timestamptz not null default clock_timestamp(),
      -- Ids, or the query of a list; and what to write.
      selection jsonb not null,
      patch jsonb not null,
      effects jsonb not null,
      -- Of the ids and what would become of each: whether the world moved.
      fingerprint text not null,
      applied_at timestamptz,
      batch_id bigint references change_batches,
      columns text[] not null,
      undone_at timestamptz,
      undone_by text,
      undo_batch_id bigint references change_batches,
      restored integer,
      kept integer,
      check ((state = 'previewed') = (applied_at is null)),
      check ((state = 'undone') = (undone_at is not null)),
      check ((undone_at is null) = (restored is null))
    )`);
  await knex.raw(
    `create index bulk_edits_by_actor on bulk_edits (actor, created_at desc)`,
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table bulk_edits`);
};
