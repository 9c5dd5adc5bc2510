import { resolve } from 'node:path';
import { raw, sql } from '@flyloft/backend-kit';
import { aRow, TrailBench } from '../testing/TrailBench';
import { EventStore } from './EventStore';
import { EventTotals } from './EventTotals';

jest.setTimeout(120_000);

let bench: TrailBench;
let totals: EventTotals;
beforeEach(async () => {
  bench = await TrailBench.start(resolve(__dirname, '../../migrations'));
  totals = new EventTotals(bench.db);
});
afterEach(() => bench.database.drop());

const by = (actor: string) => aRow({ actor_ref: `user:default/${actor}` });
const byIda = sql`actor_ref = ${'user:default/ida'}`;

it('knows an empty trail', async () => {
  expect(await totals.total(null)).toBe(0);
  expect(await totals.total(byIda)).toBe(0);
});

it('counts what came since it was asked, and no more', async () => {
  await bench.write(by('ida'), by('max'), by('ida'));
  expect(await totals.total(null)).toBe(3);
  expect(await totals.total(byIda)).toBe(2);
  // Nobody could: it shows that those are not counted again.
  await bench.asOwner('update audit_events set actor_ref = null');
  expect(await totals.total(byIda)).toBe(2);
  await bench.write(by('ida'), by('max'));
  const both = [totals.total(byIda), totals.total(byIda)];
  expect(await Promise.all(both)).toEqual([3, 3]);
  expect(await totals.total(null)).toBe(5);
});

it('counts anew what a purge left', async () => {
  await bench.write(by('ida'), by('max'), by('ida'));
  expect(await totals.total(byIda)).toBe(2);
  await bench.asOwner('delete from audit_events where sequence = 1');
  expect(await totals.total(byIda)).toBe(1);
  expect(await totals.total(null)).toBe(2);
});

it('remembers nothing that goes by the clock', async () => {
  await bench.write(by('ida'));
  const lately = raw(`at > now() - interval '1 hour'`);
  expect(await totals.total(lately)).toBe(1);
  await bench.asOwner(`update audit_events set at = at - interval '2 hours'`);
  expect(await totals.total(lately)).toBe(0);
});

it('forgets a count that failed', async () => {
  await bench.write(by('ida'));
  const wrong = raw('nothing = 1');
  await expect(totals.total(wrong)).rejects.toThrow(/nothing/);
  await expect(totals.total(wrong)).rejects.toThrow(/nothing/);
});

it('is the total of the list, with filters by time and without', async () => {
  const events = new EventStore(bench.db);
  const at = (day: number) => ({ at: `2026-11-0${day}T00:00:00.000Z` });
  await bench.write(aRow(at(1)), aRow(at(2)), aRow(at(3)));
  const list = async (...filter: string[]) => {
    const { total, items } = await events.list({ filter, limit: 1 });
    return [total, items[0]?.at.slice(0, 10)];
  };
  expect(await list()).toEqual([3, '2026-11-03']);
  expect(await list('at:lte:2026-11-02T12:00:00Z')).toEqual([2, '2026-11-02']);
  expect(await list('at:last:1d')).toEqual([0, undefined]);
});
