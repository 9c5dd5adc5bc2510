/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table role_grants (
      id uuid primary key default gen_random_uuid(),
      role text not null,
      -- A user or a group of the catalog, in full and in lower case.
      subject_ref text not null
        check (subject_ref ~ '^(user|group):' and subject_ref = lower(subject_ref)),
      reason text not null,
      granted_by text not null,
      granted_at timestamptz not null default clock_timestamp(),
      -- Of two who grant the same at once, one is told so.
      unique (role, subject_ref)
    )`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table role_grants');
};
