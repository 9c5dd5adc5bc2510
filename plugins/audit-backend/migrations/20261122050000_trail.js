// @ts-check

/*
 * Rows enter by the inbox, from any plugin of any replica, and are moved into
 * the chain by one writer at a time. Both tables have the same columns, so
 * that what is hashed is what the database holds, never what a program meant.
 */
const columns = `
  id uuid not null,
  command_id uuid not null,
  at timestamptz(3) not null,
  plugin text not null,
  event text not null,
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  outcome text not null check (outcome in ('initiated', 'succeeded', 'failed', 'refused')),
  actor_kind text not null check (actor_kind in ('user', 'service', 'unknown')),
  actor_ref text,
  actor_via text,
  session_id uuid,
  resource_kind text,
  resource_id text,
  resource_name text,
  address inet,
  user_agent text,
  method text,
  path text,
  error_name text,
  error_message text,
  meta jsonb`;

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(
    `select pg_advisory_xact_lock(hashtext('flyloft.extensions'))`,
  );
  await knex.raw(`create schema if not exists extensions`);
  await knex.raw(
    `create extension if not exists pg_trgm with schema extensions`,
  );
  await knex.raw(`
    create table audit_inbox (
      entry bigint generated always as identity primary key,
      ${columns}
    )`);
  await knex.raw(`
    create table audit_events (
      sequence bigint primary key check (sequence > 0),
      ${columns},
      type text not null generated always as (plugin || '.' || event) stored,
      -- What free text looks through.
      words text not null generated always as (
        plugin || '.' || event || ' ' || coalesce(actor_ref, '') || ' ' ||
        coalesce(resource_kind, '') || ' ' || coalesce(resource_id, '') || ' ' ||
        coalesce(resource_name, '') || ' ' || coalesce(path, '') || ' ' ||
        coalesce(error_message, '')) stored,
      previous_hash bytea not null check (length(previous_hash) = 32),
      hash bytea not null check (length(hash) = 32)
    )`);
  await chainTables(knex);
  await guards(knex);
  await indexes(knex);
};

/** @param {import('knex').Knex} knex */
async function chainTables(knex) {
  await knex.raw(`
    create table audit_checkpoints (
      id bigint generated always as identity primary key,
      -- 'seal': the chain stood here. 'purge': all up to here was removed.
      kind text not null check (kind in ('seal', 'purge')),
      sequence bigint not null check (sequence > 0),
      hash bytea not null check (length(hash) = 32),
      -- How many rows this purge removed; for a seal, how many stood then.
      count bigint not null check (count > 0),
      made_at timestamptz(3) not null,
      key_id text not null,
      signature bytea not null
    )`);
  await knex.raw(`
    create table audit_head (
      -- One row: the newest of the chain, signed anew with each batch.
      only_one boolean primary key default true check (only_one),
      sequence bigint not null,
      hash bytea not null,
      made_at timestamptz(3) not null,
      key_id text not null,
      signature bytea not null
    )`);
  await knex.raw(`
    create table audit_verifications (
      id uuid primary key,
      state text not null check (state in ('running', 'intact', 'broken', 'failed')),
      started_at timestamptz(3) not null default now(),
      -- A look without a sign of life for a minute was cut off.
      alive_at timestamptz(3) not null default now(),
      finished_at timestamptz(3),
      requested_by text,
      checked bigint not null default 0,
      head jsonb,
      faults jsonb not null default '[]',
      fault_count bigint not null default 0,
      problem text
    )`);
  await knex.raw(`
    create unique index audit_verifications_one_running
      on audit_verifications ((true)) where state = 'running'`);
}

/** @param {import('knex').Knex} knex */
async function guards(knex) {
  await knex.raw(`
    create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is written once: % is refused', tg_table_name, tg_op
          using errcode = 'insufficient_privilege';
      end $$`);
  // Rows leave only when a checkpoint of the purge already stands for them.
  await knex.raw(`
    create function refuse_delete_without_checkpoint() returns trigger
    language plpgsql as $$
      declare
        last_removed bigint;
        schema_name text := tg_table_schema;
        covered boolean;
      begin
        select max(sequence) into last_removed from removed;
        if last_removed is null then return null; end if;
        execute format('select exists (select from %I.audit_checkpoints
          where kind = ''purge'' and sequence >= $1)', schema_name)
          into covered using last_removed;
        if not covered then
          raise exception 'audit_events is written once: only the purge removes rows, after its checkpoint'
            using errcode = 'insufficient_privilege';
        end if;
        return null;
      end $$`);
  for (const table of ['audit_events', 'audit_checkpoints']) {
    await knex.raw(`
      create trigger written_once before update on ${table}
        for each statement execute function refuse_change()`);
    await knex.raw(`
      create trigger never_truncated before truncate on ${table}
        for each statement execute function refuse_change()`);
  }
  await knex.raw(`
    create trigger never_deleted before delete on audit_checkpoints
      for each statement execute function refuse_change()`);
  await knex.raw(`
    create trigger deleted_by_the_purge_alone after delete on audit_events
      referencing old table as removed
      for each statement execute function refuse_delete_without_checkpoint()`);
}

/** @param {import('knex').Knex} knex */
async function indexes(knex) {
  // The list's order is time, then sequence; each filter of the page has the
  // index that gives its newest rows first. The expression is the list's own.
  const newest = `(coalesce(at, '-infinity'::timestamptz)), sequence`;
  for (const index of [
    `audit_events_by_time on audit_events (${newest})`,
    `audit_events_by_type on audit_events (type, ${newest})`,
    `audit_events_by_actor on audit_events (actor_ref, ${newest})`,
    `audit_events_by_resource on audit_events (resource_kind, resource_id, ${newest})`,
    `audit_events_by_outcome on audit_events (outcome, ${newest}) where outcome <> 'succeeded'`,
    `audit_events_by_address on audit_events using gist (address inet_ops)`,
    `audit_events_by_session on audit_events (session_id) where session_id is not null`,
    `audit_events_by_command on audit_events (command_id)`,
    `audit_events_by_words on audit_events using gin (words extensions.gin_trgm_ops)`,
  ]) {
    await knex.raw(`create index ${index}`);
  }
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'audit_verifications',
    'audit_head',
    'audit_events',
    'audit_checkpoints',
    'audit_inbox',
  ]) {
    await knex.raw(`drop table if exists ${table}`);
  }
  await knex.raw(`drop function if exists refuse_delete_without_checkpoint()`);
  await knex.raw(`drop function if exists refuse_change()`);
};
