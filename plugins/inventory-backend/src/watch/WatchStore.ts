import type { Knex } from 'knex';
import { query } from '../database/query';

/** How a watch of a platform is doing. */
export interface WatchState {
  state: 'connecting' | 'watching' | 'waiting';
  problem: string | null;
}

const longestProblem = 500;

/** Who watches which platform: leases among replicas. */
export class WatchStore {
  constructor(private readonly db: Knex) {}

  /**
   * Takes or keeps the watches of these platforms; answers those this watcher
   * has now. What another one holds, and says so, stays its.
   */
  async hold(
    watcher: string,
    platformIds: string[],
    leaseSeconds: number,
  ): Promise<Set<string>> {
    const rows = await query<{ platform_id: string }>(
      this.db,
      `insert into platform_watches as w (platform_id, watcher, beat_at, state, since)
        select p.id, :watcher::text, clock_timestamp(), 'connecting', clock_timestamp()
          from platforms p
          where p.id = any(:platformIds::text[]) and p.removed_at is null
          order by p.id
        on conflict (platform_id) do update set watcher = excluded.watcher,
            beat_at = clock_timestamp(),
            state = case when w.watcher = excluded.watcher then w.state else 'connecting' end,
            problem = case when w.watcher = excluded.watcher then w.problem end,
            since = case when w.watcher = excluded.watcher then w.since else clock_timestamp() end
          where w.watcher = excluded.watcher
            or w.beat_at < clock_timestamp() - make_interval(secs => :leaseSeconds::integer)
        returning platform_id`,
      { watcher, platformIds, leaseSeconds },
    );
    return new Set(rows.map(row => row.platform_id));
  }

  /** Says how a watch is doing, unless it is another replica's by now. */
  async note(
    watcher: string,
    platformId: string,
    { state, problem }: WatchState,
  ): Promise<void> {
    await query(
      this.db,
      `update platform_watches set state = :state::text, problem = :problem::text,
          since = case when state = :state::text then since else clock_timestamp() end
        where platform_id = :platformId::text and watcher = :watcher::text`,
      {
        watcher,
        platformId,
        state,
        problem: problem === null ? null : problem.slice(0, longestProblem),
      },
    );
  }

  /** Gives up watches, so that another replica need not wait for silence. */
  async release(watcher: string, platformIds: string[]): Promise<void> {
    await query(
      this.db,
      `delete from platform_watches
        where watcher = :watcher::text and platform_id = any(:platformIds::text[])`,
      { watcher, platformIds },
    );
  }

  /** How long the last good sync took; null before the first. */
  async lastSyncMilliseconds(platformId: string): Promise<number | null> {
    const [row] = await query<{ milliseconds: number }>(
      this.db,
      `select (extract(epoch from finished_at - started_at) * 1000)::float8 as milliseconds
        from sync_runs
        where platform_id = :platformId::text and state = 'succeeded'
        order by id desc limit 1`,
      { platformId },
    );
    return row?.milliseconds ?? null;
  }
}
