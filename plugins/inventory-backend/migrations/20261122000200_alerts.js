// @ts-check

/*
 * What people are told by webhook and mail: an episode begins when something
 * is wrong and ends when it is right again; each is told once per channel. The
 * deliveries are an outbox: written with the episode, sent by whoever claims
 * them, tried again until they arrive or are given up.
 */

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.raw(`
    create table alert_episodes (
      id bigint generated always as identity primary key,
      kind text not null check (kind in ('platform-stale',
        'certificate-expiring', 'subscription-expiring', 'token-expiring')),
      -- What it is about: a platform, a host, a token, by id.
      subject text not null,
      name text not null,
      message text not null,
      began_at timestamptz not null default clock_timestamp(),
      ended_at timestamptz check (ended_at >= began_at)
    )`);
  // One episode at a time of the same thing.
  await knex.raw(`
    create unique index alert_episodes_one_open on alert_episodes (kind, subject)
      where ended_at is null`);
  await knex.raw(`
    create table alert_deliveries (
      id bigint generated always as identity primary key,
      episode_id bigint not null references alert_episodes on delete cascade,
      event text not null check (event in ('began', 'ended')),
      channel text not null,
      attempts integer not null default 0,
      next_attempt_at timestamptz not null default clock_timestamp(),
      delivered_at timestamptz,
      gave_up_at timestamptz,
      last_problem text,
      check (delivered_at is null or gave_up_at is null),
      unique (episode_id, event, channel)
    )`);
  await knex.raw(`
    create index alert_deliveries_due on alert_deliveries (next_attempt_at)
      where delivered_at is null and gave_up_at is null`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.raw('drop table alert_deliveries');
  await knex.raw('drop table alert_episodes');
};
