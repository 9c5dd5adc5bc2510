import fc from 'fast-check';
import {
  operatorsByKind,
  type Fact,
  type FactKind,
  type Filter,
} from '@flyloft/kit-common';
import { draftOf, draftProblem, filtersOf } from './conditions';
import { filterWords } from './filterWords';

const aFact = (kind: FactKind, choices?: string[]): Fact => ({
  label: 'Fact',
  kind,
  sortable: true,
  choices,
});

const one = (operator: Filter['operator'], ...values: string[]): Filter => ({
  fact: 'fact',
  operator,
  values,
});

// What each kind's editor can make, and so must also show again.
const made: Record<FactKind, Filter[][]> = {
  text: [
    [one('contains', 'web')],
    [one('eq', 'web-01')],
    [one('in', 'a', 'b')],
    [one('empty')],
  ],
  choice: [
    [one('eq', 'running')],
    [one('in', 'running', 'stopped')],
    [one('empty')],
  ],
  reference: [[one('eq', 'pve-west')], [one('in', 'a', 'b')], [one('empty')]],
  list: [[one('eq', 'prod')], [one('in', 'prod', 'test')]],
  number: [
    [one('gte', '2')],
    [one('lte', '8')],
    [one('gte', '2'), one('lte', '8')],
    [one('eq', '4')],
  ],
  bytes: [
    [one('gte', `${8 * 2 ** 30}`)],
    [one('gte', `${512 * 2 ** 20}`), one('lte', `${2 * 2 ** 40}`)],
    [one('eq', `${1.5 * 2 ** 40}`)],
  ],
  boolean: [[one('eq', 'true')], [one('eq', 'false')]],
  time: [
    [one('gte', '2026-11-01T00:00:00.000Z')],
    [one('lte', '2026-11-01T00:00:00.000Z')],
    [one('last', '12h')],
    [one('not-last', '7d')],
  ],
  address: [
    [one('eq', '10.2.0.17')],
    [one('within', '10.2.0.0/24')],
    [one('empty')],
  ],
  mac: [[one('eq', 'BC:24:11:00:00:01')], [one('present')]],
  uuid: [[one('eq', '2f1c8d1e-0000-4000-8000-000000000000')]],
};

describe('conditions', () => {
  it.each(Object.keys(made) as FactKind[])(
    'of kind %s come back from their editor',
    kind => {
      for (const filters of [...made[kind], []]) {
        expect(filtersOf('fact', draftOf(filters, aFact(kind)))).toEqual(
          filters,
        );
      }
    },
  );

  it('use only operators that the kind knows', () => {
    for (const [kind, examples] of Object.entries(made)) {
      const known: readonly string[] = operatorsByKind[kind as FactKind];
      for (const { operator } of examples.flat())
        expect(known).toContain(operator);
    }
  });

  it('keep every whole number of bytes through the unit of the editor', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 50 }), bytes => {
        const filters = [one('gte', `${bytes}`)];
        expect(filtersOf('fact', draftOf(filters, aFact('bytes')))).toEqual(
          filters,
        );
      }),
    );
  });

  it('take a slash for a prefix', () => {
    const draft = { form: 'exact', presence: 'either' } as const;
    expect(filtersOf('fact', { ...draft, text: ' 10.0.0.0/8 ' })).toEqual([
      one('within', '10.0.0.0/8'),
    ]);
    expect(filtersOf('fact', { ...draft, text: '2001:db8::1' })).toEqual([
      one('eq', '2001:db8::1'),
    ]);
  });
});

describe('draftProblem', () => {
  it.each([
    ['address', '10.2.0.17', true],
    ['address', '2001:db8::/32', true],
    ['address', 'web-01', false],
    ['mac', 'bc:24:11:00:00:01', true],
    ['mac', 'bc:24:11', false],
    ['uuid', '2f1c8d1e00004000800000000000000a', true],
    ['uuid', 'not-a-uuid', false],
  ] as const)('lets %s %s pass: %s', (kind, text, good) => {
    const problem = draftProblem(
      { form: 'exact', text, presence: 'either' },
      aFact(kind),
    );
    expect(problem === undefined).toBe(good);
  });

  it.each(['-1', '1e3', '8 GiB', '0x10'])('refuses the figure %p', text => {
    const draft = {
      form: 'range',
      from: text,
      to: '',
      presence: 'either',
    } as const;
    expect(draftProblem(draft, aFact('number'))).toBeDefined();
  });
});

describe('filterWords', () => {
  it.each([
    ['bytes', [one('gte', `${8 * 2 ** 30}`)], '≥ 8 GiB'],
    ['time', [one('last', '1h')], 'in the last hour'],
    ['time', [one('not-last', '7d')], 'not in the last 7 days'],
    ['choice', [one('in', 'running', 'not-running')], 'running, not running'],
    ['address', [one('within', '10.2.0.0/24')], 'in 10.2.0.0/24'],
    ['reference', [one('empty')], 'none'],
    ['boolean', [one('eq', 'true')], 'yes'],
    ['text', [one('contains', 'web')], 'contains web'],
  ] as const)('says a condition on %s', (kind, filters, words) => {
    expect(filterWords([...filters], aFact(kind))).toBe(words);
  });

  it('says the name of what is referred to, once it is known', () => {
    const labels = new Map([['b1f0', 'pve3']]);
    expect(filterWords([one('eq', 'b1f0')], aFact('reference'), labels)).toBe(
      'pve3',
    );
  });
});
