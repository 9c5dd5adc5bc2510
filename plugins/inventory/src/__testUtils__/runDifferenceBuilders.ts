import type { RunDifference } from '@flyloft/plugin-inventory-common';
import { aSyncRun } from './builders';

/** One guest came and one has more memory. */
export function aRunDifference(
  part: Partial<RunDifference> = {},
): RunDifference {
  return {
    from: aSyncRun({ id: '1' }),
    to: aSyncRun({ id: '2' }),
    platformId: 'west',
    counts: [
      { kind: 'guest', outcome: 'appeared', count: 1 },
      { kind: 'guest', outcome: 'changed', count: 1200 },
    ],
    fields: [{ kind: 'guest', field: 'memoryBytes', count: 1200 }],
    items: [
      {
        kind: 'guest',
        objectId: 'g1',
        platformId: 'west',
        name: 'web-07',
        outcome: 'changed',
        fields: [{ field: 'memoryBytes', from: 4 * 2 ** 30, to: 8 * 2 ** 30 }],
      },
      {
        kind: 'host',
        objectId: 'h1',
        platformId: 'west',
        name: 'pve-w4',
        outcome: 'appeared',
        fields: [],
      },
    ],
    nextCursor: null,
    ...part,
  };
}
