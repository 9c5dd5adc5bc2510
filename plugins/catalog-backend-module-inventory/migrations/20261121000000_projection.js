// @ts-check

/*
 * What the projection remembers: how far it read the inventory's change feed,
 * and which entities stand for which thing, so that it removes what is gone
 * and leaves alone what did not change.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table flyloft_inventory_cursor (
      id boolean primary key default true check (id),
      sequence bigint not null default 0,
      repaired_at timestamptz
    )`);
  await knex.raw('insert into flyloft_inventory_cursor default values');
  await knex.raw(`
    create table flyloft_inventory_entities (
      entity_ref text primary key,
      object_id uuid not null,
      -- An address or a port of a guest, rather than a thing by itself.
      part boolean not null,
      hash text not null,
      seen_at timestamptz not null default now()
    )`);
  await knex.raw(
    'create index flyloft_inventory_entities_by_object on flyloft_inventory_entities (object_id)',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTableIfExists('flyloft_inventory_entities');
  await knex.schema.dropTableIfExists('flyloft_inventory_cursor');
};
