// @ts-check

/*
 * A row per sign-in. Backstage's tokens are stateless, and its limited ones
 * carry no claim of ours: a token's own signature over the user tells which
 * session it was issued in, so its digest stands here.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table sessions (
      id uuid primary key,
      user_ref text not null,
      created_at timestamptz not null default now(),
      -- Written once a minute at most.
      last_seen_at timestamptz not null default now(),
      address inet,
      user_agent text,
      multi_factor boolean not null,
      ended_at timestamptz,
      end_kind text check (end_kind in ('signed-out', 'idle', 'expired', 'ended')),
      ended_by text,
      constraint over_with_a_reason check ((ended_at is null) = (end_kind is null)),
      constraint ended_by_somebody check (ended_by is null or end_kind = 'ended')
    )`);
  await knex.raw(`
    create table session_tokens (
      digest bytea primary key,
      session_id uuid not null references sessions (id) on delete cascade,
      expires_at timestamptz not null
    )`);
  await knex.raw(`
    create table session_refresh_tokens (
      digest bytea primary key,
      session_id uuid not null references sessions (id) on delete cascade,
      created_at timestamptz not null default now()
    )`);
  for (const index of [
    `sessions_by_creation on sessions ((coalesce(created_at, '-infinity'::timestamptz)), id)`,
    `sessions_by_last_seen on sessions ((coalesce(last_seen_at, '-infinity'::timestamptz)), id)`,
    `sessions_of_users on sessions (user_ref, created_at)`,
    // The sweep that ends what was idle too long.
    `sessions_open on sessions (last_seen_at) where ended_at is null`,
    `sessions_over on sessions (ended_at) where ended_at is not null`,
    `session_tokens_by_session on session_tokens (session_id)`,
    `session_tokens_by_end on session_tokens (expires_at)`,
    `session_refresh_tokens_by_session on session_refresh_tokens (session_id)`,
  ]) {
    await knex.raw(`create index ${index}`);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table if exists session_refresh_tokens');
  await knex.raw('drop table if exists session_tokens');
  await knex.raw('drop table if exists sessions');
};
