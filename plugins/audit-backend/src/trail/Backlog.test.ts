import { mockServices } from '@backstage/backend-test-utils';
import { aRow } from '../testing/TrailBench';
import { Backlog } from './Backlog';
import type { TrailRow } from './trailRow';

function aBacklog(most = 10_000) {
  const written: string[] = [];
  const state = { away: false };
  const logger = mockServices.logger.mock();
  const backlog = new Backlog(
    async (rows: TrailRow[]) => {
      if (state.away) throw new Error('no database');
      written.push(...rows.map(row => row.event));
    },
    {
      logger,
      most,
      lossRow: count => aRow({ event: 'rows-lost', meta: { count } }),
    },
  );
  const add = (...events: string[]) =>
    events.forEach(event => backlog.add(aRow({ event })));
  return { backlog, written, state, logger, add };
}

it('keeps rows in their order while the database is away', async () => {
  const { backlog, written, state, add } = aBacklog();
  state.away = true;
  add('a', 'b', 'c');
  await backlog.flush();
  expect(written).toEqual([]);
  state.away = false;
  await backlog.flush();
  expect(written).toEqual(['a', 'b', 'c']);
});

it('holds no more than its bound, and says in the trail what was lost', async () => {
  const { backlog, written, state, logger, add } = aBacklog(2);
  state.away = true;
  add('a', 'b', 'c', 'd');
  await backlog.flush();
  expect(logger.error).toHaveBeenCalledTimes(1);
  state.away = false;
  await backlog.flush();
  expect(written).toEqual(['a', 'b', 'rows-lost']);
  expect(await backlog.close()).toBe(0);
});

it('says at its end how many rows it could not write', async () => {
  const { backlog, state, add } = aBacklog();
  state.away = true;
  add('a', 'b');
  expect(await backlog.close()).toBe(2);
});
