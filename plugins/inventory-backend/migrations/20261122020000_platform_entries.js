/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    -- The platforms that people configure in the portal; those of the
    -- configuration files stand in none of these rows, and win.
    create table platform_entries (
      id text primary key check (id ~ '^([a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])$'),
      type text not null,
      title text not null,
      enabled boolean not null,
      -- Null takes the interval of the site.
      interval_seconds integer check (interval_seconds > 0),
      timeout_seconds integer not null check (timeout_seconds > 0),
      -- What was filled in, by field of the type's form.
      field_values jsonb not null,
      -- References to the secret store by field; never a secret.
      secret_refs jsonb not null,
      -- Counts edits: for If-Match, and for replicas to see that they have an old one.
      version integer not null default 1,
      changed_by text not null,
      changed_at timestamptz not null default clock_timestamp(),
      constraint secret_refs_are_references check (
        not jsonb_path_exists(secret_refs, '$.* \\? (!(@ starts with "secret://"))'))
    )`);
  await knex.raw(`
    -- Set while nobody is to sync it; what was seen of it stays.
    alter table platforms add column disabled_at timestamptz`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('alter table platforms drop column disabled_at');
  await knex.raw('drop table platform_entries');
};
