import type { DifferenceOutcome } from '@flyloft/plugin-inventory-common';

/** What became of a thing between two syncs, in a word. */
export const outcomeWords: Record<DifferenceOutcome, string> = {
  appeared: 'Appeared',
  vanished: 'Vanished',
  changed: 'Changed',
  passing: 'Came and went',
};
