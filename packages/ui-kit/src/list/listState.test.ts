import fc from 'fast-check';
import {
  operatorsByKind,
  type FactKind,
  type FactTable,
  type Filter,
  type Operator,
} from '@flyloft/kit-common';
import {
  listHref,
  listQueryOf,
  plainListState,
  readListState,
  withChange,
  writeListState,
  type ListState,
} from './listState';

const facts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  powerState: {
    label: 'Power',
    kind: 'choice',
    sortable: true,
    choices: ['running', 'stopped'],
  },
  memoryBytes: { label: 'Memory', kind: 'bytes', sortable: true },
  addresses: { label: 'Addresses', kind: 'address', sortable: false },
  tags: { label: 'Tag', kind: 'list', sortable: false },
} as const satisfies FactTable;

const names = Object.keys(facts) as (keyof typeof facts)[];
const text = fc
  .string({ minLength: 1, maxLength: 30 })
  .filter(one => one.trim() !== '');

const aFilter: fc.Arbitrary<Filter> = fc.constantFrom(...names).chain(fact => {
  const kind: FactKind = facts[fact].kind;
  return fc
    .constantFrom<Operator>(...operatorsByKind[kind])
    .chain((operator): fc.Arbitrary<Filter> => {
      if (operator === 'empty' || operator === 'present') {
        return fc.constant({ fact, operator, values: [] });
      }
      // `\2c` is how a comma travels inside a list, so it can't travel itself.
      const value = text.filter(one => !one.includes('\\2c'));
      const values =
        operator === 'in'
          ? fc.array(value, { minLength: 1, maxLength: 4 })
          : fc.tuple(value);
      return values.map(list => ({ fact, operator, values: [...list] }));
    });
});

const aState: fc.Arbitrary<ListState> = fc
  .record({
    q: fc.string({ maxLength: 40 }).map(one => one.trim()),
    filters: fc.array(aFilter, { maxLength: 5 }),
    sort: fc.option(
      fc.record({
        fact: fc.constantFrom('name', 'powerState', 'memoryBytes'),
        descending: fc.boolean(),
      }),
      { nil: undefined },
    ),
    limit: fc.integer({ min: 1, max: 500 }),
    page: fc.integer({ min: 2, max: 9999 }),
    cursor: fc.option(text, { nil: undefined }),
    deleted: fc.constantFrom('exclude', 'include', 'only'),
    at: fc.option(
      fc
        .date({
          min: new Date(0),
          max: new Date('2090-01-01'),
          noInvalidDate: true,
        })
        .map(date => date.toISOString()),
      { nil: undefined },
    ),
    columns: fc.option(
      fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
      { nil: undefined },
    ),
  })
  .map(
    state => ({ ...state, page: state.cursor ? state.page : 1 }) as ListState,
  );

describe('the state of a list in an address', () => {
  it('comes back from its address as it was', () => {
    fc.assert(
      fc.property(aState, state => {
        const address = writeListState(state).toString();
        expect(readListState(new URLSearchParams(address), facts)).toEqual({
          state,
          problems: [],
          searchCut: false,
        });
      }),
    );
  });

  it('says nothing in the address while nothing is set', () => {
    expect(writeListState(plainListState).toString()).toBe('');
    expect(listHref('/inventory/guests', {})).toBe('/inventory/guests');
  });

  it('leaves parameters of others alone', () => {
    const others = new URLSearchParams('tab=raw&q=old&cursor=9');
    expect(
      writeListState({ ...plainListState, q: 'new' }, others).toString(),
    ).toBe('tab=raw&q=new');
  });

  it('names what it does not understand instead of showing a wider list in silence', () => {
    const { state, problems } = readListState(
      new URLSearchParams(
        'filter=colour:eq:red&filter=name:eq:web&sort=tags&at=soon&deleted=maybe',
      ),
      facts,
    );
    expect(state.filters).toEqual([
      { fact: 'name', operator: 'eq', values: ['web'] },
    ]);
    expect(state.sort).toBeUndefined();
    expect(problems).toHaveLength(4);
    expect(problems[0]).toContain('colour');
  });

  it('says when it searches for less than was given', () => {
    const read = (length: number) =>
      readListState(new URLSearchParams({ q: 'x'.repeat(length) }), facts);
    expect(read(200).searchCut).toBe(false);
    expect(read(201).searchCut).toBe(true);
    expect(read(201).state.q).toHaveLength(200);
  });

  it.each(['0', '-5', 'many', '501', '1e9'])(
    'keeps a limit of %p within bounds',
    limit => {
      const { state } = readListState(new URLSearchParams({ limit }), facts);
      expect(state.limit).toBeGreaterThanOrEqual(1);
      expect(state.limit).toBeLessThanOrEqual(500);
    },
  );

  it('starts at the first page whenever the question changes', () => {
    fc.assert(
      fc.property(aState, state => {
        const next = withChange(state, { q: 'x' });
        expect([next.cursor, next.page]).toEqual([undefined, 1]);
      }),
    );
  });

  it("asks in the list's own order until another is chosen", () => {
    const order = { fact: 'name', descending: true };
    expect(listQueryOf(plainListState, order)).toEqual({
      sort: '-name',
      limit: 50,
    });
  });
});
