// @ts-check

/*
 * The list's filter on a resource takes its id or its name, whatever its kind:
 * without these a million rows are read for the five that match.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(
    'create index audit_events_by_resource_id on audit_events (resource_id) where resource_id is not null',
  );
  await knex.raw(
    'create index audit_events_by_resource_name on audit_events (resource_name) where resource_name is not null',
  );
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop index if exists audit_events_by_resource_id');
  await knex.raw('drop index if exists audit_events_by_resource_name');
};
