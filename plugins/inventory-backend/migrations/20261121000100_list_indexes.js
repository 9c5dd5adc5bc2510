// @ts-check

/*
 * Indexes for lists of 100,000 guests. Each costs time in a first sync, so
 * only orders and conditions that people use every day have one; the others
 * sort within a second. Missing numbers sort as -1, below all others, so that
 * one index serves both directions.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  // Other plugins' schemas may hold it already: one place, made once.
  await knex.raw(
    `select pg_advisory_xact_lock(hashtext('flyloft.extensions'))`,
  );
  await knex.raw(`create schema if not exists extensions`);
  await knex.raw(
    `create extension if not exists pg_trgm with schema extensions`,
  );
  for (const index of [
    `guests_by_name on guests ((lower(name) collate "C"), id)`,
    `guests_by_memory on guests ((coalesce(memory_bytes, -1)), id)`,
    `guests_by_host on guests (host_id)`,
    `guests_by_owner on guests (owner_ref, id)`,
    `guests_by_name_part on guests using gin (name extensions.gin_trgm_ops)`,
    `guests_by_addresses on guests using gin (addresses)`,
    `guests_by_macs on guests using gin (mac_addresses)`,
    // For a MAC typed in part: a range over the first NIC.
    `guests_by_first_mac on guests ((mac_addresses[1]))`,
    `guests_by_tags on guests using gin (tags)`,
    `guests_by_networks on guests using gin (networks)`,
    `guests_by_bios_uuid on guests (bios_uuid) where bios_uuid is not null`,
    `guests_by_external_id on guests (external_id)`,
    `guest_versions_by_name on guest_versions ((lower(name) collate "C"), guest_id)`,
  ]) {
    await knex.raw(`create index ${index}`);
  }
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const name of [
    'guests_by_name',
    'guests_by_memory',
    'guests_by_host',
    'guests_by_owner',
    'guests_by_name_part',
    'guests_by_addresses',
    'guests_by_macs',
    'guests_by_first_mac',
    'guests_by_tags',
    'guests_by_networks',
    'guests_by_bios_uuid',
    'guests_by_external_id',
    'guest_versions_by_name',
  ]) {
    await knex.raw(`drop index if exists ${name}`);
  }
};
