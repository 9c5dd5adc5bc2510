import type { Summary } from '@flyloft/plugin-inventory-common';
import { openQuestions } from './openQuestions';

function aSummary(guests: Partial<Summary['guests']>): Summary {
  const none = {
    total: 60,
    running: 50,
    unreachable: 0,
    withoutOwner: 0,
    withDuplicateAddress: 0,
    withoutAddress: 0,
    identityInDoubt: 0,
    templates: 0,
    withoutBackup: 0,
  };
  return { guests: { ...none, ...guests } } as Summary;
}

describe('what to look into', () => {
  it('is nothing while all is in order', () => {
    expect(openQuestions(aSummary({}))).toEqual([]);
  });

  it('comes worst first, and leaves out what is in order', () => {
    const questions = openQuestions(
      aSummary({ withoutOwner: 9, identityInDoubt: 1, unreachable: 3 }),
    );
    expect(questions.map(({ count, words }) => `${count} ${words}`)).toEqual([
      '1 guest is possibly another machine',
      '3 guests could not be seen by the last sync',
      '9 guests have no owner',
    ]);
  });

  it.each([
    ['identityInDoubt', 'identityDoubt:present'],
    ['unreachable', 'visibility:eq:unreachable'],
    ['withDuplicateAddress', 'duplicateAddress:eq:true'],
    ['withoutOwner', 'ownerRef:empty'],
    ['withoutBackup', 'lastBackupAt:not-last:7d'],
  ] as const)(
    'leads from %s to the list that makes the number',
    (figure, filter) => {
      const [question] = openQuestions(aSummary({ [figure]: 2 }));
      const url = new URL(question!.href, 'http://portal.example');
      expect(url.pathname).toBe('/inventory/guests');
      expect(url.searchParams.getAll('filter')).toEqual([filter]);
    },
  );
});
