import type { MachinePair } from '@flyloft/plugin-inventory-common';

const moment = '2026-11-21T12:00:00.000Z';

/** A guest of West and one of East that share a UUID. */
export function aMachinePair(part: Partial<MachinePair> = {}): MachinePair {
  const side = {
    name: 'web-07',
    platformId: 'west',
    externalId: '117',
    powerState: 'running',
    visibility: 'visible',
  } as const;
  return {
    id: '1',
    left: { ...side, id: 'g1' },
    right: { ...side, id: 'g2', name: 'web-07-dr', platformId: 'east' },
    evidence: [
      { kind: 'biosUuid', value: '4d3c2b1a-0f9e-4d8c-b7a6-958473625140' },
    ],
    strength: 8,
    verdict: 'undecided',
    reason: null,
    decidedBy: null,
    decidedAt: null,
    foundAt: moment,
    ...part,
  };
}
