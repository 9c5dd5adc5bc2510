import { inCompletionOrder } from './inCompletionOrder';

async function* items<T>(...values: T[]) {
  yield* values;
}
async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const each of stream) taken.push(each);
  return taken;
}

it('yields as tasks end, so that a slow one holds back nobody', async () => {
  let finishSlow = () => {};
  const slow = new Promise<void>(resolve => (finishSlow = resolve));
  const stream = inCompletionOrder(
    items('slow', 'a', 'b', 'c'),
    2,
    async item => {
      if (item === 'slow') await slow;
      if (item === 'c') finishSlow();
      return item;
    },
  );
  expect(await all(stream)).toEqual(['a', 'b', 'c', 'slow']);
});

it('holds no more than its limit, begun or waiting to be taken', async () => {
  let begun = 0;
  const stream = inCompletionOrder(
    items(...Array(50).keys()),
    5,
    async item => {
      begun += 1;
      return item;
    },
  );
  let taken = 0;
  for await (const item of stream) {
    expect(typeof item).toBe('number');
    taken += 1;
    await new Promise(setImmediate);
    expect(begun - taken).toBeLessThanOrEqual(5);
  }
  expect(taken).toBe(50);
});

it('ends with the first error', async () => {
  const stream = inCompletionOrder(items(1, 2, 3), 2, async item => {
    if (item === 2) throw new Error('two');
    return item;
  });
  await expect(all(stream)).rejects.toThrow('two');
});

it('ends with the error of its source', async () => {
  async function* broken() {
    yield 1;
    throw new Error('source');
  }
  await expect(
    all(inCompletionOrder(broken(), 2, async x => x)),
  ).rejects.toThrow('source');
});

it('closes its source when nobody takes any more', async () => {
  let closed = false;
  async function* source() {
    try {
      for (;;) yield 1;
    } finally {
      closed = true;
    }
  }
  for await (const each of inCompletionOrder(source(), 2, async x => x)) {
    expect(each).toBe(1);
    break;
  }
  expect(closed).toBe(true);
});
