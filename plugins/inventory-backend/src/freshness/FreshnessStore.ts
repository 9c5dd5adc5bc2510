import { NotFoundError } from '@backstage/errors';
import {
  freshnessStateOf,
  joinFreshness,
  type Freshness,
  type PlatformFreshness,
} from '@flyloft/kit-common';
import type { Knex } from 'knex';

interface FreshnessRow {
  id: string;
  title: string;
  interval_seconds: number;
  collected_at: Date | null;
  /** Since when nobody is to sync it. */
  disabled_at: Date | null;
  state: string | null;
  problem: { message: string } | null;
  hold: { message: string } | null;
  gaps: Array<{ scope: string; reason: string }> | null;
  /** Whether the last good run saw no guest, and called all out of reach. */
  blind: boolean | null;
}

/** Says how old each platform's picture is, and why when it is not fresh. */
export class FreshnessStore {
  constructor(
    private readonly db: Knex,
    private readonly now: () => Date = () => new Date(),
    /** A picture older than so many intervals is stale. */
    private readonly staleAfterIntervals: () => Promise<number> = async () => 2,
  ) {}

  /** The freshness of all configured platforms, joined for one answer. */
  async ofAll(): Promise<Freshness> {
    return joinFreshness(await this.platforms());
  }

  /** @throws NotFoundError when there is no such platform. */
  async ofPlatform(platformId: string): Promise<PlatformFreshness> {
    const [found] = await this.platforms(platformId);
    if (!found) throw new NotFoundError(`There is no platform '${platformId}'`);
    return found;
  }

  /** Each platform by itself; one that is no longer configured only by id. */
  async platforms(platformId?: string): Promise<PlatformFreshness[]> {
    const answer = await this.db.raw<{ rows: FreshnessRow[] }>(
      `select p.id, p.title, p.interval_seconds, p.collected_at, p.disabled_at,
          last.state, last.problem, last.hold, last.gaps, last.blind
        from platforms p
        left join lateral (
          select r.state, r.problem, r.hold, r.gaps,
            (r.counts -> 'guest' ->> 'seen')::integer = 0
              and (r.counts -> 'guest' ->> 'unreachable')::integer > 0 as blind
          from sync_runs r
          where r.platform_id = p.id
            and r.state in ('held', 'succeeded', 'failed')
          order by r.id desc limit 1) last on true
        where case when ?::text is null then p.removed_at is null else p.id = ? end
        order by p.id`,
      [platformId ?? null, platformId ?? null] as string[],
    );
    const intervals = await this.staleAfterIntervals();
    return answer.rows.map(row => this.toFreshness(row, intervals));
  }

  private toFreshness(
    row: FreshnessRow,
    staleAfterIntervals: number,
  ): PlatformFreshness {
    if (row.disabled_at) return disabledFreshness(row);
    const problem = problemOf(row);
    return {
      platformId: row.id,
      title: row.title,
      state: freshnessStateOf({
        collectedAt: row.collected_at,
        lastRunFailed: problem !== null,
        intervalSeconds: row.interval_seconds,
        staleAfterIntervals,
        now: this.now(),
      }),
      collectedAt: row.collected_at?.toISOString() ?? null,
      intervalSeconds: row.interval_seconds,
      problem,
    };
  }
}

/** What was switched off did not fail, but what it shows grows old. */
function disabledFreshness(row: FreshnessRow): PlatformFreshness {
  return {
    platformId: row.id,
    title: row.title,
    state: row.collected_at ? 'stale' : 'never',
    collectedAt: row.collected_at?.toISOString() ?? null,
    intervalSeconds: row.interval_seconds,
    problem: 'The platform is disabled; what is shown is its last picture',
  };
}

function problemOf(row: FreshnessRow): string | null {
  if (row.state === 'held') {
    return `The last sync is held. ${row.hold?.message ?? ''}`.trim();
  }
  if (row.state === 'failed') {
    return ['The last sync failed', row.problem?.message]
      .filter(Boolean)
      .join(': ');
  }
  if (!row.blind) return null;
  // The first says why no guest was seen; the run's own page has them all.
  const [first, ...others] = row.gaps ?? [];
  return [
    'The last sync saw none of the guests',
    first && `: ${first.reason}`,
    others.length > 0 && `, and ${others.length} more gaps`,
  ]
    .filter(Boolean)
    .join('');
}
