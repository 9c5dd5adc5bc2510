// @ts-check

/*
 * Tokens of sources that push and of scripts that read. Only the SHA-256 of a
 * secret is kept: the secret has 256 random bits, so that a slow hash would
 * add nothing but time to every request. The prefix is how a row is found;
 * the hash is then compared in constant time.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table tokens (
      id uuid primary key default gen_random_uuid(),
      name text not null check (name <> ''),
      prefix text not null unique,
      secret_hash bytea not null check (length(secret_hash) = 32),
      scopes text[] not null check (cardinality(scopes) > 0),
      -- Null is every platform.
      platform_ids text[] check (cardinality(platform_ids) > 0),
      expires_at timestamptz,
      created_at timestamptz not null default clock_timestamp(),
      created_by text not null,
      last_used_at timestamptz,
      last_used_from inet,
      revoked_at timestamptz,
      revoked_by text,
      check ((revoked_at is null) = (revoked_by is null)),
      check (platform_ids is not null or not 'observations:write' = any(scopes))
    )`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table if exists tokens`);
};
