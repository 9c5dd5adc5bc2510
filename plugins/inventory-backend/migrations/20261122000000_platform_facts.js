// @ts-check

/*
 * What the further platforms tell: where a guest was filed, its tenant, its
 * named size, its last backup and its replication; what a host is made of and
 * until when its certificate and subscription last; and images.
 *
 * When and where a guest was last backed up is a sample: of guests alone, not
 * of their versions, for it moves every night for every guest.
 *
 * No index is added: filters by these facts read 100,000 guests once, which
 * takes a tenth of a second, and each index would cost every first sync.
 */

const guestFacts = `
  add column folder text,
  add column organization text,
  add column vdc text,
  add column instance_type text,
  add column last_backup_kind text check (last_backup_kind in ('backup', 'snapshot')),
  add column replication text`;

const changedKinds = ['guest', 'host', 'cluster', 'network', 'storage'];

const restrictKinds = (/** @type {string[]} */ kinds) => `
  alter table changes drop constraint changes_kind_check,
    add constraint changes_kind_check check
      (kind in (${kinds.map(kind => `'${kind}'`).join(', ')}))`;

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`alter table guests ${guestFacts},
    add column last_backup_at timestamptz,
    add column last_backup_source text`);
  await knex.raw(`alter table guest_versions ${guestFacts}`);
  await knex.raw(`
    alter table hosts
      add column vendor text,
      add column model text,
      add column serial text,
      add column maintenance boolean,
      add column certificate_expires_at timestamptz,
      add column subscription text,
      add column subscription_expires_at timestamptz`);
  await knex.raw(`
    create table images (
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
      check ((visibility = 'visible') = (last_seen_at is null)),
      kind text not null check (kind in
        ('disk', 'iso', 'template', 'container-template', 'size')),
      cluster_id uuid references clusters,
      cluster_name text,
      size_bytes bigint,
      -- Names of the storages that hold it.
      storages text[] not null default '{}',
      os_family text check (os_family in
        ('linux', 'windows', 'bsd', 'solaris', 'other')),
      description text,
      -- When it was made, as the platform says.
      created_at timestamptz,
      platform_url text,
      unique (platform_id, external_id)
    )`);
  await knex.raw(restrictKinds([...changedKinds, 'image']));
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  // Changes of images can't stay where nothing may be called one.
  await knex.raw(`delete from changes where kind = 'image'`);
  await knex.raw(restrictKinds(changedKinds));
  await knex.raw(`drop table images`);
  await knex.raw(`
    alter table hosts
      drop column vendor, drop column model, drop column serial,
      drop column maintenance, drop column certificate_expires_at,
      drop column subscription, drop column subscription_expires_at`);
  for (const table of ['guests', 'guest_versions']) {
    await knex.raw(`
      alter table ${table}
        drop column folder, drop column organization, drop column vdc,
        drop column instance_type, drop column last_backup_kind,
        drop column replication`);
  }
  await knex.raw(`
    alter table guests drop column last_backup_at, drop column last_backup_source`);
};
