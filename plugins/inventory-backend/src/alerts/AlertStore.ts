import type { Knex } from 'knex';
import { query } from '../database/query';
import type { AlertChannel, AlertCondition, AlertMessage } from './alert';

/** A claimed delivery, with how often it was tried before. */
export interface ClaimedDelivery {
  message: AlertMessage;
  channel: string;
  attempts: number;
}

/** Hosts and tokens of which are told at most; a whole site's certificates end together. */
const mostConditions = 500;
/** What expired so long ago is nobody's news any more. */
const newsDays = 30;
/** A claim is another's again when its sender died in the middle. */
const claimSeconds = 120;

/** Keeps what is wrong, and what has to be told to whom. */
export class AlertStore {
  constructor(private readonly db: Knex) {}

  /** The platforms that a person switched off: that they grow old is no news. */
  async disabledPlatforms(): Promise<Set<string>> {
    const rows = await query<{ id: string }>(
      this.db,
      'select id from platforms where disabled_at is not null',
    );
    return new Set(rows.map(row => row.id));
  }

  /** What ends within so many days, or has just ended. */
  async expiring(days: number): Promise<AlertCondition[]> {
    return query<AlertCondition>(
      this.db,
      `with ends as (
        select 'certificate-expiring' as kind, h.id::text as subject, h.name,
          h.certificate_expires_at as at
        from hosts h where h.deleted_at is null
        union all
        select 'subscription-expiring', h.id::text, h.name, h.subscription_expires_at
        from hosts h where h.deleted_at is null
        union all
        select 'token-expiring', t.id::text, t.name, t.expires_at
        from tokens t where t.revoked_at is null
      )
      select kind, subject, name,
        'It ends ' || to_char(at at time zone 'utc', 'YYYY-MM-DD HH24:MI') || ' UTC.' as message
      from ends
      where at between now() - make_interval(days => ${newsDays})
        and now() + make_interval(days => :days::integer)
      order by at, subject limit ${mostConditions}`,
      { days },
    );
  }

  /**
   * Begins an episode for each condition that has none, ends those whose
   * condition is gone, and writes what is to be told with them.
   */
  async note(
    conditions: readonly AlertCondition[],
    channels: ReadonlyArray<Pick<AlertChannel, 'id' | 'kinds'>>,
  ): Promise<void> {
    await this.db.transaction(async tx => {
      await query(
        tx,
        `select pg_advisory_xact_lock(hashtext(current_schema() || '.alerts'))`,
      );
      const now = {
        kinds: conditions.map(one => one.kind as string),
        subjects: conditions.map(one => one.subject),
        names: conditions.map(one => one.name),
        messages: conditions.map(one => one.message),
      };
      const pairs = channels.flatMap(({ id, kinds }) =>
        kinds.map(kind => [id, kind] as const),
      );
      await query(
        tx,
        `with wrong as (
          select * from unnest(:kinds::text[], :subjects::text[], :names::text[],
            :messages::text[]) as w(kind, subject, name, message)
        ), begun as (
          insert into alert_episodes (kind, subject, name, message)
          select kind, subject, name, message from wrong
          on conflict (kind, subject) where ended_at is null do nothing
          returning id, kind, 'began' as event
        ), over as (
          update alert_episodes e set ended_at = greatest(clock_timestamp(), e.began_at)
          where e.ended_at is null and not exists (select from wrong w
            where w.kind = e.kind and w.subject = e.subject)
          returning e.id, e.kind, 'ended' as event
        ), told as (
          select * from begun union all select * from over
        )
        insert into alert_deliveries (episode_id, event, channel)
        select t.id, t.event, c.channel
        from told t
        join unnest(:channels::text[], :channelKinds::text[]) as c(channel, kind)
          on c.kind = t.kind`,
        {
          ...now,
          channels: pairs.map(([channel]) => channel),
          channelKinds: pairs.map(([, kind]) => kind as string),
        },
      );
    });
  }

  /**
   * Claims what is due, for two minutes. What is over is told only after its
   * beginning was told or given up.
   */
  async claim(most: number): Promise<ClaimedDelivery[]> {
    const rows = await query<{
      id: string;
      event: AlertMessage['event'];
      channel: string;
      attempts: number;
      kind: AlertMessage['kind'];
      subject: string;
      name: string;
      message: string;
      began_at: Date;
      ended_at: Date | null;
    }>(
      this.db,
      `with due as (
        select d.id from alert_deliveries d
        where d.delivered_at is null and d.gave_up_at is null
          and d.next_attempt_at <= clock_timestamp()
          and not (d.event = 'ended' and exists (
            select from alert_deliveries b
            where b.episode_id = d.episode_id and b.channel = d.channel
              and b.event = 'began' and b.delivered_at is null and b.gave_up_at is null))
        order by d.id limit :most::integer for update of d skip locked
      )
      update alert_deliveries d
      set next_attempt_at = clock_timestamp() + make_interval(secs => ${claimSeconds}),
        attempts = d.attempts + 1
      from due, alert_episodes e
      where d.id = due.id and e.id = d.episode_id
      returning d.id, d.event, d.channel, d.attempts, e.kind, e.subject, e.name,
        e.message, e.began_at, e.ended_at`,
      { most },
    );
    return rows.map(row => ({
      channel: row.channel,
      attempts: row.attempts,
      message: {
        deliveryId: row.id,
        event: row.event,
        kind: row.kind,
        subject: row.subject,
        name: row.name,
        message: row.message,
        beganAt: row.began_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
      },
    }));
  }

  /** Notes that a delivery arrived. */
  async delivered({ message }: ClaimedDelivery): Promise<void> {
    await query(
      this.db,
      `update alert_deliveries
        set delivered_at = clock_timestamp(), last_problem = null
        where id = :id::bigint`,
      { id: message.deliveryId },
    );
  }

  /** Notes why a delivery did not arrive: it is tried again, or given up. */
  async failed(
    { message }: ClaimedDelivery,
    problem: string,
    retryInSeconds: number | null,
  ): Promise<void> {
    await query(
      this.db,
      `update alert_deliveries set last_problem = :problem,
        gave_up_at = case when :seconds::double precision is null then clock_timestamp() end,
        next_attempt_at = clock_timestamp()
          + make_interval(secs => coalesce(:seconds::double precision, 0))
        where id = :id::bigint`,
      {
        id: message.deliveryId,
        problem: problem.slice(0, 1_000),
        seconds: retryInSeconds,
      },
    );
  }
}
