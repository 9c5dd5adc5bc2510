import {
  freshnessStateOf,
  joinFreshness,
  type FreshnessState,
  type PlatformFreshness,
} from './freshness';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);

describe('the freshness of a platform', () => {
  it.each<[string, Date | null, boolean, FreshnessState]>([
    ['nothing was collected yet', null, false, 'never'],
    ['nothing was collected and the first sync failed', null, true, 'never'],
    ['younger than its interval', ago(100), false, 'fresh'],
    ['just twice its interval', ago(600), false, 'fresh'],
    ['older than twice its interval', ago(601), false, 'stale'],
    ['young, but the last sync failed', ago(100), true, 'failed'],
  ])('%s', (_, collectedAt, lastRunFailed, state) => {
    expect(
      freshnessStateOf({
        collectedAt,
        lastRunFailed,
        intervalSeconds: 300,
        now,
      }),
    ).toBe(state);
  });
});

describe('the freshness of an answer', () => {
  const platform = (
    state: FreshnessState,
    collectedAt: string | null,
  ): PlatformFreshness => ({
    platformId: state,
    title: state,
    state,
    collectedAt,
    intervalSeconds: 300,
    problem: null,
  });

  it('is that of its worst platform and as old as its oldest', () => {
    const joined = joinFreshness([
      platform('fresh', '2026-03-01T11:59:00.000Z'),
      platform('stale', '2026-03-01T10:00:00.000Z'),
    ]);
    expect(joined.state).toBe('stale');
    expect(joined.collectedAt).toBe('2026-03-01T10:00:00.000Z');
  });

  it('has no moment while one platform was never collected', () => {
    expect(
      joinFreshness([
        platform('fresh', '2026-03-01T11:59:00.000Z'),
        platform('never', null),
      ]),
    ).toMatchObject({ state: 'never', collectedAt: null });
  });

  it('is "never" without platforms', () => {
    expect(joinFreshness([])).toMatchObject({
      state: 'never',
      collectedAt: null,
    });
  });
});
