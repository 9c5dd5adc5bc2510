import type { ListQuery } from '@flyloft/plugin-inventory-common';
import { aChange, aPage } from '../__testUtils__/builders';
import { anInventory } from '../__testUtils__/renderPage';
import { linesOf, recentLines } from './recentChanges';

const options = { signal: new AbortController().signal };

function firstSeen(count: number, part: Parameters<typeof aChange>[0] = {}) {
  return Array.from({ length: count }, (_, index) =>
    aChange({
      sequence: `${5000 - index}`,
      operation: 'created',
      fields: [],
      ...part,
    }),
  );
}

describe('the lines of recent changes', () => {
  it('sum up what one sync saw for the first time, by kind', () => {
    const lines = linesOf([
      ...firstSeen(4, { kind: 'host' }),
      ...firstSeen(20).map((change, index) => ({
        ...change,
        sequence: `${4000 - index}`,
      })),
    ]);
    expect(
      lines.map(line =>
        line.form === 'many' ? [line.count, line.like.kind] : line,
      ),
    ).toEqual([
      [4, 'host'],
      [20, 'guest'],
    ]);
  });

  it('keep apart what different syncs saw, and say few one by one', () => {
    const lines = linesOf([
      ...firstSeen(2, { runId: 'run-2' }),
      ...firstSeen(3, { runId: 'run-1' }),
    ]);
    expect(lines.map(line => line.form)).toEqual(['one', 'one', 'many']);
  });

  it('never hide what changed from what to what', () => {
    const lines = linesOf(
      ['1', '2', '3', '4'].map(sequence => aChange({ sequence })),
    );
    expect(lines.map(line => line.form)).toEqual(['one', 'one', 'one', 'one']);
  });

  it('count all of a great sync, and show what changed before it', async () => {
    const older = aChange({ sequence: '12', runId: 'run-0' });
    const listHistory = jest.fn(async ({ filter }: ListQuery) => {
      if (!filter) return aPage(firstSeen(50), { nextCursor: 'x', total: 900 });
      if (filter[0] === 'operation:eq:changed') return aPage([older]);
      expect(filter).toEqual([
        'runId:eq:run-1',
        'operation:eq:created',
        'kind:eq:guest',
      ]);
      return aPage(firstSeen(1), { total: 740 });
    });
    const { lines } = await recentLines(
      anInventory({ listHistory }),
      10,
      options,
    );
    expect(lines).toEqual([
      expect.objectContaining({ form: 'many', count: 740 }),
      { form: 'one', change: older },
    ]);
  });

  it('ask once while there is enough to show', async () => {
    const listHistory = jest.fn(async (_query: ListQuery) =>
      aPage(
        Array.from({ length: 50 }, (_, index) =>
          aChange({ sequence: `${index}` }),
        ),
        { nextCursor: 'x', total: 900 },
      ),
    );
    const { lines } = await recentLines(
      anInventory({ listHistory }),
      10,
      options,
    );
    expect(lines).toHaveLength(10);
    expect(listHistory).toHaveBeenCalledTimes(1);
  });
});
