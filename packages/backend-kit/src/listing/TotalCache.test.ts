import { TotalCache } from './TotalCache';

function counter(...totals: number[]) {
  const left = [...totals];
  return jest.fn(async () => left.shift()!);
}

describe('remembered totals', () => {
  it('count once while the data is the same', async () => {
    const cache = new TotalCache();
    const count = counter(7);
    expect(await cache.total('1', 'all', count)).toBe(7);
    expect(await cache.total('1', 'all', count)).toBe(7);
    expect(count).toHaveBeenCalledTimes(1);
  });

  it('count again when the data changed', async () => {
    const cache = new TotalCache();
    const count = counter(7, 8);
    expect(await cache.total('1', 'all', count)).toBe(7);
    expect(await cache.total('2', 'all', count)).toBe(8);
  });

  it('are of one condition each', async () => {
    const cache = new TotalCache();
    expect(await cache.total('1', 'mine', counter(1))).toBe(1);
    expect(await cache.total('1', 'all', counter(7))).toBe(7);
    expect(await cache.total('1', 'mine', counter(9))).toBe(1);
  });

  it('are counted once for all who ask at the same time', async () => {
    const cache = new TotalCache();
    const count = counter(7, 8);
    const asked = [1, 2, 3].map(() => cache.total('1', 'all', count));
    expect(await Promise.all(asked)).toEqual([7, 7, 7]);
  });

  it('are not remembered when the count failed', async () => {
    const cache = new TotalCache();
    const failing = async () => {
      throw new Error('no connection');
    };
    await expect(cache.total('1', 'all', failing)).rejects.toThrow();
    expect(await cache.total('1', 'all', counter(7))).toBe(7);
  });

  it('are forgotten when nobody asks, so that the memory they take is bounded', async () => {
    const cache = new TotalCache();
    const used = counter(1, 2);
    const unused = counter(1, 2);
    await cache.total('1', 'used', used);
    await cache.total('1', 'unused', unused);
    for (let index = 0; index < 1_000; index++) {
      await cache.total('1', `other ${index}`, counter(0));
      await cache.total('1', 'used', used);
    }
    expect(await cache.total('1', 'unused', unused)).toBe(2);
    expect(used).toHaveBeenCalledTimes(1);
  });
});
