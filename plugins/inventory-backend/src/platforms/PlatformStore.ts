import type { Platform } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { query } from '../database/query';
import type { FreshnessStore } from '../freshness/FreshnessStore';
import { toSyncRun, type SyncRunRow } from '../syncRuns/syncRunRow';
import type { PlatformSettings } from './platformSettings';

interface PlatformRow {
  id: string;
  type: string;
  title: string;
  interval_seconds: number;
  guests: number;
  hosts: number;
  clusters: number;
  networks: number;
  storages: number;
  images: number;
  unreachable: number;
  watch_state: NonNullable<Platform['watch']>['state'] | null;
  watch_since: Date | null;
  watch_problem: string | null;
}

function watchOf(row: PlatformRow): Pick<Platform, 'watch'> {
  if (row.watch_state === null || row.watch_since === null) return {};
  return {
    watch: {
      state: row.watch_state,
      since: row.watch_since.toISOString(),
      problem: row.watch_problem,
    },
  };
}

/** The platforms that the configuration names, and what came of them. */
export class PlatformStore {
  constructor(
    private readonly db: Knex,
    private readonly freshness: FreshnessStore,
  ) {}

  /**
   * Makes the rows what the configuration says. A platform that it no longer
   * names is marked, and keeps its last picture; its queued runs are cancelled.
   */
  async register(
    settings: ReadonlyArray<
      Pick<PlatformSettings, 'id' | 'type' | 'title' | 'intervalSeconds'>
    >,
  ): Promise<void> {
    const ids = settings.map(platform => platform.id);
    await this.db.transaction(async tx => {
      for (const { id, type, title, intervalSeconds } of settings) {
        await query(
          tx,
          `insert into platforms as p (id, type, title, interval_seconds)
            values (:id::text, :type::text, :title::text, :intervalSeconds::integer)
            on conflict (id) do update set type = excluded.type,
              title = excluded.title,
              interval_seconds = excluded.interval_seconds, removed_at = null,
              disabled_at = null
            where (p.type, p.title, p.interval_seconds, p.removed_at, p.disabled_at)
              is distinct from
              (excluded.type, excluded.title, excluded.interval_seconds, null, null)`,
          { id, type, title, intervalSeconds },
        );
      }
      await query(
        tx,
        `update platforms set removed_at = clock_timestamp()
          where removed_at is null and id <> all(:ids::text[])
            and not exists (select from platform_entries e where e.id = platforms.id)`,
        { ids },
      );
      await query(
        tx,
        `update sync_runs set state = 'cancelled', finished_at = clock_timestamp(),
            problem = jsonb_build_object('errorId', 'run-' || id, 'message',
              'The configuration no longer names the platform')
          where state in ('queued', 'held') and platform_id <> all(:ids::text[])
            and not exists (select from platform_entries e where e.id = platform_id)`,
        { ids },
      );
    });
  }

  /** Notes how often platforms are synced now, for how fresh they are to be. */
  async noteIntervals(
    platforms: ReadonlyArray<Pick<PlatformSettings, 'id' | 'intervalSeconds'>>,
  ): Promise<void> {
    await this.db.raw(
      `update platforms p set interval_seconds = w.seconds
        from unnest(?::text[], ?::integer[]) as w(id, seconds)
        where p.id = w.id and p.interval_seconds <> w.seconds`,
      [
        platforms.map(platform => platform.id),
        platforms.map(platform => platform.intervalSeconds),
      ] as never,
    );
  }

  /** When the last good sync of a platform began; null before the first. */
  async collectedAt(id: string): Promise<Date | null> {
    const row = await this.db('platforms').where({ id }).first('collected_at');
    return row?.collected_at ?? null;
  }

  /** Every configured platform with its freshness, runs and counts. */
  async list(): Promise<Platform[]> {
    const [rows, runs, freshness] = await Promise.all([
      query<PlatformRow>(this.db, platformsSql),
      query<SyncRunRow & { part: 'under way' | 'last' }>(this.db, runsSql),
      this.freshness.platforms(),
    ]);
    const freshnessOf = new Map(freshness.map(one => [one.platformId, one]));
    return rows.flatMap(row => {
      const ownFreshness = freshnessOf.get(row.id);
      // Its configuration went between the two queries.
      if (!ownFreshness) return [];
      const run = (part: 'under way' | 'last') =>
        runs.find(one => one.platform_id === row.id && one.part === part);
      const [running, last] = [run('under way'), run('last')];
      return [
        {
          id: row.id,
          type: row.type,
          title: row.title,
          intervalSeconds: row.interval_seconds,
          freshness: ownFreshness,
          lastRun: last ? toSyncRun(last) : null,
          runningRun: running ? toSyncRun(running) : null,
          ...watchOf(row),
          counts: {
            guests: row.guests,
            hosts: row.hosts,
            clusters: row.clusters,
            networks: row.networks,
            storages: row.storages,
            images: row.images,
            unreachable: row.unreachable,
          },
        },
      ];
    });
  }
}

const countOf = (table: string) =>
  `(select count(*) from ${table} t where t.platform_id = p.id and t.deleted_at is null)::integer as ${table}`;

const platformsSql = `
  select p.id, p.type, p.title, p.interval_seconds,
    w.state as watch_state, w.since as watch_since, w.problem as watch_problem,
    coalesce(g.guests, 0) as guests, coalesce(g.unreachable, 0) as unreachable,
    ${['hosts', 'clusters', 'networks', 'storages', 'images'].map(countOf).join(', ')}
  from platforms p
  left join (
    select platform_id, count(*)::integer as guests,
      (count(*) filter (where visibility = 'unreachable'))::integer as unreachable
    from guests where deleted_at is null group by platform_id
  ) g on g.platform_id = p.id
  -- Whoever watched and fell silent watches no more.
  left join platform_watches w on w.platform_id = p.id
    and w.beat_at > clock_timestamp() - interval '1 minute'
  where p.removed_at is null
  order by p.title, p.id`;

const runsSql = `
  select 'under way' as part, r.* from platforms p
  cross join lateral (
    select * from sync_runs r
    where r.platform_id = p.id and r.state in ('queued', 'running')
    order by r.state = 'running' desc, r.id limit 1) r
  where p.removed_at is null
  union all
  select 'last', r.* from platforms p
  cross join lateral (
    select * from sync_runs r
    where r.platform_id = p.id and r.state not in ('queued', 'running')
    order by r.id desc limit 1) r
  where p.removed_at is null`;
