import type { Summary } from '@flyloft/plugin-inventory-common';
import { aFreshness } from './builders';

/** The figures of the home page. */
export function aSummary(part: Partial<Summary> = {}): Summary {
  return {
    guests: {
      total: 40,
      running: 30,
      unreachable: 0,
      withoutOwner: 4,
      withDuplicateAddress: 2,
      withoutAddress: 3,
      identityInDoubt: 0,
      templates: 1,
      withoutBackup: 0,
    },
    byPlatform: [{ value: 'pve-west', count: 40 }],
    byPowerState: [
      { value: 'running', count: 30 },
      { value: 'stopped', count: 10 },
    ],
    byOsFamily: [],
    byType: [],
    infrastructure: null,
    addresses: { total: 50, distinct: 48, duplicated: 2 },
    allocated: { vcpus: 90, memoryBytes: 2 ** 38, diskBytes: 2 ** 42 },
    changesLastDay: [],
    freshness: aFreshness(),
    ...part,
  };
}
