import type { KubernetesClient, ListPage } from './KubernetesClient';
import { KubernetesError } from './KubernetesError';
import { ResourceList } from './ResourceList';

const kind = { group: 'kubevirt.io', version: 'v1', plural: 'virtualmachines' };
const { signal } = new AbortController();

type Answer = Partial<ListPage> & { keys: string[] };

const expired = (continueToken?: string) =>
  new KubernetesError('expired', {
    call: 'GET',
    statusCode: 410,
    reason: 'too old',
    continueToken,
  });

/** A list over pages that come in turn; notes with which token each was asked for. */
function aList(...answers: Array<Answer | Error>) {
  const asked: Array<string | undefined> = [];
  const client = {
    async page(_kind: unknown, query: { continue?: string }) {
      asked.push(query.continue);
      const answer = answers.shift();
      if (!answer) throw new Error('asked once too often');
      if (answer instanceof Error) throw answer;
      const { keys, ...page } = answer;
      return {
        items: keys,
        continueToken: null,
        remaining: null,
        resourceVersion: '7',
        ...page,
      };
    },
  } as unknown as KubernetesClient;
  const list = new ResourceList(client, kind, key => ({ key: String(key) }), {
    limit: 2,
    signal,
  });
  return { list, asked };
}

async function keysOf(list: ResourceList<{ key: string }>) {
  const keys: string[] = [];
  for await (const { key } of list.items()) keys.push(key);
  return keys;
}

it('reads page after page', async () => {
  const { list, asked } = aList(
    { keys: ['a', 'b'], continueToken: 't1', remaining: 1 },
    { keys: ['c'], resourceVersion: '9' },
  );
  expect(await keysOf(list)).toEqual(['a', 'b', 'c']);
  expect(asked).toEqual([undefined, 't1']);
  expect(list.shortBy).toBe(0);
  expect(list.resourceVersion).toBe('7');
});

it('goes on with the token of a picture that expired, behind the last key', async () => {
  const { list, asked } = aList(
    { keys: ['a', 'b'], continueToken: 't1', remaining: 9 },
    expired('newer'),
    { keys: ['c', 'd'], continueToken: 't2', remaining: 1 },
    { keys: ['e'] },
  );
  expect(await keysOf(list)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(asked).toEqual([undefined, 't1', 'newer', 't2']);
  // What the old picture promised says nothing of the newer one.
  expect(list.shortBy).toBe(0);
});

it('without such a token begins anew and repeats nothing', async () => {
  const { list, asked } = aList(
    { keys: ['a', 'c'], continueToken: 't1' },
    expired(),
    { keys: ['a', 'b'], continueToken: 't2' },
    { keys: ['c', 'd'] },
  );
  expect(await keysOf(list)).toEqual(['a', 'c', 'd']);
  expect(asked).toEqual([undefined, 't1', undefined, 't2']);
});

it('gives up a list that expires again and again', async () => {
  const { list, asked } = aList(
    { keys: ['a'], continueToken: 't1' },
    ...Array.from({ length: 9 }, () => expired('again')),
  );
  await expect(keysOf(list)).rejects.toMatchObject({ failure: 'expired' });
  expect(asked.length).toBeLessThan(7);
});

it.each([
  [
    'a page that lost some',
    [{ keys: ['a'], continueToken: 't', remaining: 3 }, { keys: ['b', 'c'] }],
    1,
  ],
  [
    'a last page that is empty',
    [{ keys: ['a'], continueToken: 't', remaining: 3 }, { keys: [] }],
    3,
  ],
  [
    'more than promised',
    [{ keys: ['a'], continueToken: 't', remaining: 1 }, { keys: ['b', 'c'] }],
    0,
  ],
])('counts what did not come: %s', async (_, pages, shortBy) => {
  const { list } = aList(...pages);
  await keysOf(list);
  expect(list.shortBy).toBe(shortBy);
});

it.each([
  ['out of order', ['b', 'a']],
  ['twice the same', ['a', 'a']],
])('refuses a list that is %s: it would be joined wrongly', async (_, keys) => {
  await expect(keysOf(aList({ keys }).list)).rejects.toMatchObject({
    failure: 'malformed',
  });
});
