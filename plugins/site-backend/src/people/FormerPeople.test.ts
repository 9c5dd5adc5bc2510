import { FormerPeople } from './FormerPeople';

const minute = 60_000;

let known: Set<string>;
let asked: number;
let broken: boolean;
let nowMilliseconds: number;
let former: FormerPeople;

/** In the order of a database whose collation leaves punctuation out. */
const signedIn = ['user:default/ab', 'user:default/a-c', 'user:default/zoe'];

beforeEach(() => {
  known = new Set(['user:default/zoe']);
  asked = 0;
  broken = false;
  nowMilliseconds = 0;
  former = new FormerPeople(
    {
      refsAfter: async (after: string, limit: number) =>
        signedIn.slice(signedIn.indexOf(after) + 1).slice(0, limit),
      lastSeenOf: async () => new Map(),
    },
    {
      async unknownAmong(refs) {
        asked += 1;
        if (broken) throw new Error('no catalog');
        return refs.filter(ref => !known.has(ref));
      },
    },
    () => nowMilliseconds,
  );
});

const both = ['user:default/a-c', 'user:default/ab'];

it('gives them in the order by which pages go on', async () => {
  expect(await former.refs()).toEqual(both);
});

it('asks once for all who ask at the same time, and not again within a minute', async () => {
  await Promise.all([former.refs(), former.refs()]);
  nowMilliseconds = minute - 1;
  await former.refs();
  expect(asked).toBe(1);
});

it('lets nobody wait for what was known a little while ago', async () => {
  await former.refs();
  known.add('user:default/ab');
  nowMilliseconds = minute;
  expect(await former.refs()).toEqual(both);
  await new Promise(resolve => setImmediate(resolve));
  expect(await former.refs()).toEqual(['user:default/a-c']);
  expect(asked).toBe(2);
});

it('keeps what is known while the catalog does not answer, but not for ever', async () => {
  await former.refs();
  broken = true;
  nowMilliseconds = 5 * minute;
  expect(await former.refs()).toEqual(both);
  nowMilliseconds = 15 * minute;
  await expect(former.refs()).rejects.toThrow('no catalog');
  broken = false;
  expect(await former.refs()).toEqual(both);
});
