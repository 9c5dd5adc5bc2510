// @ts-check

/*
 * In which groups or rules of high availability a guest is, in words: where it
 * runs by preference, with whom, and apart from whom.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw('alter table guests add column ha_rules text');
  await knex.raw('alter table guest_versions add column ha_rules text');
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('alter table guest_versions drop column ha_rules');
  await knex.raw('alter table guests drop column ha_rules');
};
