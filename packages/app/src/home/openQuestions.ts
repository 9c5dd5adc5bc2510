import type { Filter } from '@flyloft/kit-common';
import type { Summary } from '@flyloft/plugin-inventory-common';
import { listHref } from '@flyloft/ui-kit';

/** Something about the inventory that a person should look into. */
export interface OpenQuestion {
  key: string;
  count: number;
  /** What is so about that many things, to stand behind the number. */
  words: string;
  /** The list that makes the number. */
  href: string;
}

/**
 * What stands out in the inventory, worst first: what may be another machine
 * than it seems, what can't be seen, what collides, what nobody answers for.
 * What is in order is left out: the list is to be worked off.
 */
export function openQuestions({ guests }: Summary): OpenQuestion[] {
  const question = (
    key: string,
    count: number,
    words: [string, string],
    filter: Filter,
  ) => ({
    key,
    count,
    words: count === 1 ? words[0] : words[1],
    href: listHref('/inventory/guests', { filters: [filter] }),
  });
  return [
    question(
      'identity',
      guests.identityInDoubt,
      [
        'guest is possibly another machine',
        'guests are possibly other machines',
      ],
      { fact: 'identityDoubt', operator: 'present', values: [] },
    ),
    question(
      'unreachable',
      guests.unreachable,
      [
        'guest could not be seen by the last sync',
        'guests could not be seen by the last sync',
      ],
      { fact: 'visibility', operator: 'eq', values: ['unreachable'] },
    ),
    question(
      'duplicate',
      guests.withDuplicateAddress,
      ['guest shares an address', 'guests share an address with another'],
      { fact: 'duplicateAddress', operator: 'eq', values: ['true'] },
    ),
    question(
      'owner',
      guests.withoutOwner,
      ['guest has no owner', 'guests have no owner'],
      { fact: 'ownerRef', operator: 'empty', values: [] },
    ),
    question(
      'backup',
      guests.withoutBackup,
      [
        'guest was not backed up in the last 7 days',
        'guests were not backed up in the last 7 days',
      ],
      { fact: 'lastBackupAt', operator: 'not-last', values: ['7d'] },
    ),
  ].filter(({ count }) => count > 0);
}
