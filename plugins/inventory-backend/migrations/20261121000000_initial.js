// @ts-check

/*
 * The inventory's tables.
 *
 * A thing is unique by (platform, external id) among those not deleted; guests
 * may be succeeded under the same id by another machine, so a deleted guest
 * stays beside its successor. `last_seen_at` is null while the platform's last
 * good sync sees the thing: an unchanged sync then updates no row at all.
 *
 * The change feed: `changes` rows are written with a batch and a position; the
 * batch gets its first sequence number under the lock of `feed_clock`, in the
 * last statement before commit, so numbers appear in commit order.
 *
 * References of guests and of what hangs on them are checked once per
 * statement, not once per row: a foreign key costs 10 to 17 microseconds a row
 * here, which was half of a first sync of 100,000 guests; this costs 2 to 3.
 * It leaves one gap, a parent deleted by another transaction in the same
 * moment, which nobody does: hosts, clusters and platforms are only marked.
 */

/** What refers to what, each by the id of the other; guests move. */
const references = [
  { table: 'guests', column: 'platform_id', parent: 'platforms', moves: true },
  { table: 'guests', column: 'cluster_id', parent: 'clusters', moves: true },
  { table: 'guests', column: 'host_id', parent: 'hosts', moves: true },
  { table: 'guest_raw', column: 'guest_id', parent: 'guests' },
  { table: 'guest_addresses', column: 'guest_id', parent: 'guests' },
  { table: 'guest_versions', column: 'guest_id', parent: 'guests' },
  { table: 'changes', column: 'batch_id', parent: 'change_batches' },
];

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table platforms (
      id text primary key check (id ~ '^([a-z0-9]|[a-z0-9][a-z0-9-]{0,61}[a-z0-9])$'),
      type text not null,
      title text not null,
      interval_seconds integer not null check (interval_seconds > 0),
      -- The start of the last sync that succeeded: the age of what is shown.
      collected_at timestamptz,
      collected_run_id bigint,
      -- Set when the configuration no longer names it.
      removed_at timestamptz
    )`);

  await knex.raw(`
    create table sync_runs (
      id bigint generated always as identity primary key,
      platform_id text not null references platforms,
      state text not null check (state in
        ('queued', 'running', 'held', 'succeeded', 'failed', 'cancelled')),
      trigger text not null check (trigger in ('schedule', 'person', 'confirmation')),
      requested_by text,
      requested_at timestamptz not null default now(),
      started_at timestamptz,
      finished_at timestamptz,
      executor text,
      epoch bigint not null default 0,
      heartbeat_at timestamptz,
      cancel_requested_at timestamptz,
      cancel_requested_by text,
      -- How often the platform was tried in a row because the process died.
      attempt integer not null default 1,
      progress jsonb,
      phases jsonb not null default '[]',
      counts jsonb not null default '{}',
      gaps jsonb not null default '[]',
      problem jsonb,
      hold jsonb,
      confirmed_by text,
      confirms_run_id bigint references sync_runs,
      check ((state in ('succeeded', 'failed', 'cancelled')) = (finished_at is not null)),
      check (state <> 'running' or (executor is not null and heartbeat_at is not null)),
      check (state <> 'held' or hold is not null),
      check (trigger <> 'confirmation' or confirmed_by is not null)
    )`);
  // One sync of a platform at a time, and at most one waiting behind it.
  await knex.raw(
    `create unique index sync_runs_one_running on sync_runs (platform_id) where state = 'running'`,
  );
  await knex.raw(
    `create unique index sync_runs_one_queued on sync_runs (platform_id) where state = 'queued'`,
  );
  await knex.raw(
    `create unique index sync_runs_one_held on sync_runs (platform_id) where state = 'held'`,
  );
  await knex.raw(
    `create index sync_runs_by_platform on sync_runs (platform_id, id desc)`,
  );

  const thing = `
      id uuid primary key default gen_random_uuid(),
      platform_id text not null references platforms,
      external_id text not null,
      name text not null,
      visibility text not null default 'visible'
        check (visibility in ('visible', 'unreachable', 'deleted')),
      first_seen_at timestamptz not null,
      -- Null while the last good sync sees it.
      last_seen_at timestamptz,
      changed_at timestamptz not null,
      deleted_at timestamptz,
      deleted_by text,
      deleted_reason text,
      deleted_run_id bigint references sync_runs,
      check ((visibility = 'deleted') = (deleted_at is not null)),
      check (deleted_at is null or deleted_reason is not null),
      check ((visibility = 'visible') = (last_seen_at is null))`;

  await knex.raw(`
    create table clusters (${thing},
      version text,
      quorate boolean,
      platform_url text,
      unique (platform_id, external_id)
    )`);

  await knex.raw(`
    create table hosts (${thing},
      cluster_id uuid references clusters,
      cluster_name text,
      status text not null check (status in ('online', 'offline', 'unknown')),
      address inet,
      version text,
      kernel text,
      cpu_model text,
      cpu_sockets integer,
      cpu_cores integer,
      cpu_threads integer,
      memory_bytes bigint,
      disk_bytes bigint,
      started_at timestamptz,
      platform_url text,
      -- Samples of the last sync, without history.
      cpu_used double precision,
      memory_used_bytes bigint,
      disk_used_bytes bigint,
      unique (platform_id, external_id)
    )`);

  await knex.raw(`
    create table networks (${thing},
      kind text not null check (kind in
        ('bridge', 'vlan', 'bond', 'vnet', 'physical', 'other')),
      cluster_id uuid references clusters,
      cluster_name text,
      vlan_tag integer check (vlan_tag between 1 and 4094),
      vlan_aware boolean,
      prefixes cidr[] not null default '{}',
      hosts text[] not null default '{}',
      description text,
      unique (platform_id, external_id)
    )`);

  await knex.raw(`
    create table storages (${thing},
      type text,
      shared boolean not null,
      cluster_id uuid references clusters,
      cluster_name text,
      host_id uuid references hosts,
      host_name text,
      status text not null check (status in ('available', 'unavailable', 'unknown')),
      content text[] not null default '{}',
      capacity_bytes bigint,
      -- A sample of the last sync, without history.
      used_bytes bigint,
      unique (platform_id, external_id)
    )`);

  // What a guest is like: the columns that versions keep, too.
  const guestFacts = `
      platform_id text not null,
      external_id text not null,
      type text not null check (type in ('virtual-machine', 'container')),
      name text not null,
      power_state text not null check (power_state in
        ('running', 'stopped', 'paused', 'suspended', 'unknown')),
      visibility text not null
        check (visibility in ('visible', 'unreachable', 'deleted')),
      cluster_id uuid,
      cluster_name text,
      host_id uuid,
      host_name text,
      guest_host_name text,
      os_type text,
      os_family text check (os_family in
        ('linux', 'windows', 'bsd', 'solaris', 'other')),
      vcpus double precision,
      sockets integer,
      cores_per_socket integer,
      memory_bytes bigint,
      disk_bytes bigint,
      disk_count integer not null default 0,
      nic_count integer not null default 0,
      bios_uuid uuid,
      template boolean not null default false,
      lock text,
      pool text,
      ha_state text,
      agent_state text not null default 'unknown' check (agent_state in
        ('none', 'running', 'not-running', 'unknown')),
      tags text[] not null default '{}',
      networks text[] not null default '{}',
      mac_addresses macaddr[] not null default '{}',
      addresses inet[] not null default '{}',
      primary_address inet,
      owner_ref text,
      identity_doubt text,
      created_at timestamptz,
      started_at timestamptz,
      description text,
      platform_url text,
      -- Keyed by the platform's own key: {"net0": {...}}.
      nics jsonb not null default '{}',
      disks jsonb not null default '{}'`;

  await knex.raw(`
    create table guests (
      id uuid primary key default gen_random_uuid(),
      ${guestFacts},
      first_seen_at timestamptz not null,
      -- Null while the last good sync sees it.
      last_seen_at timestamptz,
      changed_at timestamptz not null,
      deleted_at timestamptz,
      deleted_by text,
      deleted_reason text,
      deleted_run_id bigint references sync_runs,
      -- What the collector wants back at its next run.
      details_digest text,
      memory jsonb,
      -- What tells whether the id still stands for this machine.
      evidence jsonb not null default '{}',
      check ((visibility = 'deleted') = (deleted_at is not null)),
      check (deleted_at is null or deleted_reason is not null),
      check ((visibility = 'visible') = (last_seen_at is null))
    )`);
  await knex.raw(
    `create unique index guests_one_per_external_id on guests (platform_id, external_id) where deleted_at is null`,
  );

  // What a sliding day took away, and who may return under an id.
  await knex.raw(
    `create index guests_deleted on guests (platform_id, deleted_at) where deleted_at is not null`,
  );

  await knex.raw(`
    create table guest_raw (
      guest_id uuid primary key,
      collected_at timestamptz not null,
      raw jsonb not null
    )`);

  await knex.raw(`
    create table guest_addresses (
      guest_id uuid not null,
      nic_key text not null,
      -- The host alone: a mask would make one address look like two.
      address inet not null check (masklen(address) = case family(address) when 4 then 32 else 128 end),
      prefix_length smallint,
      source text not null check (source in ('agent', 'configured', 'interface')),
      mac_address macaddr,
      network text,
      vlan_tag integer,
      platform_id text not null,
      owner_ref text,
      first_seen_at timestamptz not null,
      primary key (guest_id, nic_key, address)
    )`);
  await knex.raw(
    `create index guest_addresses_by_address on guest_addresses (address, guest_id, nic_key)`,
  );

  await knex.raw(`
    create table guest_versions (
      guest_id uuid not null,
      valid_from timestamptz not null,
      valid_to timestamptz not null default 'infinity',
      run_id bigint,
      ${guestFacts},
      deleted_at timestamptz,
      deleted_reason text,
      primary key (guest_id, valid_from),
      check (valid_from < valid_to)
    )`);
  // A guest has one present.
  await knex.raw(
    `create unique index guest_versions_one_open on guest_versions (guest_id) where valid_to = 'infinity'`,
  );

  await knex.raw(`
    create table feed_clock (
      id boolean primary key default true check (id),
      last_sequence bigint not null default 0
    )`);
  await knex.raw(`insert into feed_clock default values`);
  await knex.raw(`
    create table change_batches (
      id bigint generated always as identity primary key,
      run_id bigint references sync_runs,
      size integer not null check (size > 0),
      -- Given under the lock of feed_clock, last before commit.
      first_sequence bigint unique,
      at timestamptz not null
    )`);
  await knex.raw(`
    create table changes (
      batch_id bigint not null,
      position integer not null check (position >= 0),
      platform_id text not null,
      kind text not null check (kind in
        ('guest', 'host', 'cluster', 'network', 'storage')),
      object_id uuid not null,
      name text not null,
      operation text not null check (operation in
        ('created', 'changed', 'deleted', 'returned', 'unreachable', 'reachable')),
      -- Whose guest it was: readers with a scope see only theirs.
      owner_ref text,
      primary key (batch_id, position)
    )`);
  await knex.raw(
    `create index changes_by_object on changes (object_id, batch_id desc, position desc)`,
  );
  await knex.raw(`
    create table change_fields (
      batch_id bigint not null,
      position integer not null,
      field text not null,
      from_value jsonb,
      to_value jsonb,
      primary key (batch_id, position, field),
      foreign key (batch_id, position) references changes on delete cascade
    )`);

  await knex.raw(`
    create function require_parents() returns trigger language plpgsql as $$
    declare
      missing text;
    begin
      execute format(
        'select string_agg(a.id, '', '') from (
          select added.%1$I::text as id from added
          where added.%1$I is not null and not exists (
            select from %2$I.%3$I p where p.id = added.%1$I) limit 3) a',
        tg_argv[0], tg_table_schema, tg_argv[1]) into missing;
      if missing is not null then
        raise foreign_key_violation using message = format(
          '%s.%s refers to what is not in %s: %s',
          tg_table_name, tg_argv[0], tg_argv[1], missing);
      end if;
      return null;
    end $$`);
  await knex.raw(`
    create function delete_children() returns trigger language plpgsql as $$
    begin
      execute format('delete from %2$I.%3$I c using gone where c.%1$I = gone.id',
        tg_argv[0], tg_table_schema, tg_argv[1]);
      return null;
    end $$`);
  await knex.raw(`
    create function refuse_orphans() returns trigger language plpgsql as $$
    declare
      referred boolean;
    begin
      execute format(
        'select exists (select from %2$I.%3$I c join gone on c.%1$I = gone.id)',
        tg_argv[0], tg_table_schema, tg_argv[1]) into referred;
      if referred then
        raise foreign_key_violation using message = format(
          '%s refers to what is to be deleted from %s', tg_argv[1], tg_table_name);
      end if;
      return null;
    end $$`);
  for (const { table, column, parent, moves } of references) {
    for (const event of moves ? ['insert', 'update'] : ['insert']) {
      await knex.raw(`
        create trigger ${column}_exists_on_${event} after ${event} on ${table}
          referencing new table as added for each statement
          execute function require_parents('${column}', '${parent}')`);
    }
    await knex.raw(`
      create trigger ${table}_when_gone after delete on ${parent}
        referencing old table as gone for each statement
        execute function ${moves ? 'refuse_orphans' : 'delete_children'}('${column}', '${table}')`);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'change_fields',
    'changes',
    'change_batches',
    'feed_clock',
    'guest_versions',
    'guest_addresses',
    'guest_raw',
    'guests',
    'storages',
    'networks',
    'hosts',
    'clusters',
    'sync_runs',
    'platforms',
  ]) {
    await knex.schema.dropTableIfExists(table);
  }
  for (const name of ['require_parents', 'delete_children', 'refuse_orphans']) {
    await knex.raw(`drop function if exists ${name}()`);
  }
};
