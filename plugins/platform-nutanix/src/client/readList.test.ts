import fc from 'fast-check';
import type { VmRecord } from '../wire/records';
import type { PrismApi } from './PrismApi';
import { readList, wholeList } from './readList';

const vm = (id: number) => ({ id: `vm-${id}` }) as VmRecord;
const reading = { signal: new AbortController().signal, ahead: 3 };

/** An interface over a list that may change before each page. */
function apiOver(
  list: () => { ids: number[]; total?: number },
  options: { numbered?: boolean; most?: number } = {},
): PrismApi {
  const { numbered = true, most = Infinity } = options;
  return {
    version: numbered ? 'v4.2' : 'v3',
    pageSize: 10,
    numberedPages: numbered,
    has: () => true,
    page: async (_list, { offset, limit }) => {
      const { ids, total } = list();
      return {
        items: ids
          .slice(offset, offset + Math.min(limit, most))
          .map(vm) as never[],
        total: total ?? ids.length,
      };
    },
  };
}

const range = (count: number) => [...Array(count).keys()];

it.each([0, 1, 10, 11, 95])('reads %i whole', async count => {
  const all = await wholeList(
    apiOver(() => ({ ids: range(count) })),
    'vms',
    reading,
  );
  expect(all.map(({ id }) => id)).toEqual(range(count).map(id => `vm-${id}`));
});

it('goes on from what came where the server gives fewer than asked', async () => {
  const api = apiOver(() => ({ ids: range(35) }), { numbered: false, most: 4 });
  await expect(wholeList(api, 'vms', reading)).resolves.toHaveLength(35);
});

it('reads again when the count moves, and yields nothing twice', async () => {
  let calls = 0;
  const api = apiOver(() => {
    calls += 1;
    return { ids: range(calls === 2 ? 31 : 30) };
  });
  const all = await wholeList(api, 'vms', reading);
  expect(all.map(({ id }) => id).sort()).toEqual(
    range(30)
      .map(id => `vm-${id}`)
      .sort(),
  );
  expect(calls).toBeGreaterThan(3);
});

it.each([
  ['half of what it counts', () => ({ ids: range(10), total: 20 })],
  ['more than it counts', () => ({ ids: range(20), total: 15 })],
])('gives up a list that has %s', async (_what, list) => {
  await expect(wholeList(apiOver(list), 'vms', reading)).rejects.toMatchObject({
    failure: 'malformed',
    message: expect.stringContaining('3 times over'),
  });
});

it('gives up a list that never stands still', async () => {
  let total = 20;
  const api = apiOver(() => ({ ids: range((total += 1)) }));
  await expect(wholeList(api, 'vms', reading)).rejects.toThrow(
    'their number changed while they were read',
  );
});

it('never ends well with fewer than were there all the time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 8 }),
      async (count, removals) => {
        let ids = range(count);
        const queue = [...removals];
        const stay = ids.filter(id => !removals.includes(id));
        const api = apiOver(() => {
          const gone = queue.shift();
          ids = ids.filter(id => id !== gone);
          return { ids };
        });
        const seen: string[] = [];
        try {
          for await (const page of readList(api, 'vms', reading)) {
            seen.push(...page.map(({ id }) => id));
          }
        } catch {
          return; // Given up: nothing is concluded from it.
        }
        expect(seen).toEqual(
          expect.arrayContaining(stay.map(id => `vm-${id}`)),
        );
      },
    ),
  );
});
