// @ts-check

/*
 * What people add to guests, beside what platforms say.
 *
 * The columns that everybody reads (`power_state`, `tags`, `owner_ref` …) hold
 * the effective value: lists, filters, sorting, facets, totals, search, the
 * past and the change feed need to know nothing of overrides, and keep their
 * indexes. Where people say otherwise, the value that the platform tells is
 * kept aside in `observed`, by column: a guest without manual data has null
 * there, and costs a sync one look at it. A sync compares with what was
 * observed, and never writes the columns of people.
 *
 * Rejected: override columns beside observed ones, with generated columns for
 * the effective value (some 80 bytes more for each guest and version, and
 * every reader has to know which of three columns to take); a table of manual
 * data joined by every list.
 *
 * In `guests` and `guest_versions` alike, so that the past shows what people
 * had said then:
 *
 *   overrides         {"powerState": {"value", "by", "at", "reason", "until"}}
 *   manual_addresses  [{"address", "label", "primary"}]
 *   technical_owner,  a user or group of the catalog, or person:external/<id>
 *   business_owner
 *   owner_ref         who counts: technical, else business, else the mapping
 *   second_owner_ref  the business owner, where the technical one counts: both see it
 *   edit_id           the change batch of the last edit by people
 */

const manualColumns = [
  'observed jsonb',
  'overrides jsonb',
  'manual_tags text[]',
  'manual_addresses jsonb',
  'notes text',
  'project text',
  'stage text',
  'custom_fields jsonb',
  'technical_owner text',
  'business_owner text',
  'second_owner_ref text',
  'edit_id bigint',
];

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  for (const table of ['guests', 'guest_versions']) {
    await knex.raw(
      `alter table ${table} ${manualColumns
        .map(column => `add column ${column}`)
        .join(', ')}`,
    );
  }
  await knex.raw(`
    alter table guests
      -- The first moment at which an override ends by itself.
      add column overrides_until timestamptz,
      add constraint guests_stage_check
        check (stage in ('production', 'test', 'development')),
      add constraint guests_notes_check check (length(notes) <= 20000),
      -- One address is the primary one.
      add constraint guests_one_primary check (
        jsonb_array_length(jsonb_path_query_array(
          manual_addresses, '$[*].primary \\? (@ == true)')) <= 1)`);
  // Few guests have any of these: the indexes cost a sync nothing.
  for (const index of [
    `guests_overrides_until on guests (overrides_until) where overrides_until is not null`,
    `guests_by_second_owner on guests (second_owner_ref, id) where second_owner_ref is not null`,
    `guests_by_technical_owner on guests (technical_owner) where technical_owner is not null`,
    `guests_by_business_owner on guests (business_owner) where business_owner is not null`,
    `guests_by_custom_fields on guests using gin (custom_fields jsonb_path_ops) where custom_fields is not null`,
  ]) {
    await knex.raw(`create index ${index}`);
  }

  await knex.raw(`
    alter table guest_addresses
      add column second_owner_ref text,
      drop constraint guest_addresses_source_check,
      add constraint guest_addresses_source_check check (source in
        ('agent', 'configured', 'interface', 'manual'))`);
  await knex.raw(`alter table changes add column second_owner_ref text`);
  await knex.raw(`
    alter table change_batches
      add column cause text not null default 'sync'
        check (cause in ('sync', 'person', 'expiry')),
      -- Who made the changes, where it was no sync.
      add column actor text,
      add column reason text,
      add check ((cause = 'person') <= (actor is not null))`);

  // Owners without an account.
  await knex.raw(`
    create table external_people (
      id uuid primary key default gen_random_uuid(),
      name text not null check (name <> ''),
      email text,
      designation text,
      department text,
      created_at timestamptz not null default now(),
      created_by text not null
    )`);
  await knex.raw(
    `create unique index external_people_by_email on external_people (lower(email)) where email is not null`,
  );

  // A command that is sent twice is done once, and answered the same.
  await knex.raw(`
    create table idempotent_commands (
      actor text not null,
      key text not null,
      -- A hash of the command: the same key for another one is a mistake.
      command text not null,
      answer jsonb,
      at timestamptz not null default now(),
      primary key (actor, key)
    )`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw(`drop table idempotent_commands`);
  await knex.raw(`drop table external_people`);
  // What people had said goes; what platforms say comes back with the next sync.
  await knex.raw(`delete from change_batches where cause <> 'sync'`);
  await knex.raw(`
    alter table change_batches
      drop column cause, drop column actor, drop column reason`);
  await knex.raw(`alter table changes drop column second_owner_ref`);
  await knex.raw(`delete from guest_addresses where source = 'manual'`);
  await knex.raw(`
    alter table guest_addresses
      drop column second_owner_ref,
      drop constraint guest_addresses_source_check,
      add constraint guest_addresses_source_check check (source in
        ('agent', 'configured', 'interface'))`);
  await knex.raw(`alter table guests drop column overrides_until`);
  for (const table of ['guests', 'guest_versions']) {
    await knex.raw(
      `alter table ${table} ${manualColumns
        .map(column => `drop column ${column.split(' ')[0]}`)
        .join(', ')}`,
    );
  }
};
