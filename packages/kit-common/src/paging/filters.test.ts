import fc from 'fast-check';
import { operatorsByKind, type FactTable } from './facts';
import { formatFilter, formatSort, parseFilter, parseSort } from './filters';

const facts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  memoryBytes: { label: 'Memory', kind: 'bytes', sortable: true },
  tags: { label: 'Tag', kind: 'list', sortable: false },
} as const satisfies FactTable;

function valuesFor(filter: { operator: string; values: string[] }): string[] {
  if (filter.operator === 'empty' || filter.operator === 'present') return [];
  return filter.operator === 'in' ? filter.values : filter.values.slice(0, 1);
}

describe('filters in a URL', () => {
  it('read back as they were written', () => {
    const filters = fc
      .constantFrom(...(Object.keys(facts) as Array<keyof typeof facts>))
      .chain(fact =>
        fc.record({
          fact: fc.constant(fact),
          operator: fc.constantFrom(...operatorsByKind[facts[fact].kind]),
          values: fc.array(
            fc.string({ minLength: 1 }).filter(text => !text.includes('\\2c')),
            { minLength: 1, maxLength: 3 },
          ),
        }),
      )
      .map(filter => ({ ...filter, values: valuesFor(filter) }));
    fc.assert(
      fc.property(filters, filter => {
        expect(parseFilter(formatFilter(filter), facts)).toEqual(filter);
      }),
    );
  });

  it.each([
    ['colour:eq:red', /Unknown fact 'colour'.*known are name, memoryBytes/],
    ['constructor:eq:x', /Unknown fact 'constructor'/],
    ['name:gte:a', /'name' takes eq, in, contains/],
    ['name:eq', /'eq' needs a value/],
    ['name:empty:x', /'empty' takes no value/],
  ])('says what would be right for %s', (text, message) => {
    expect(() => parseFilter(text, facts)).toThrow(message);
  });
});

describe('sorts in a URL', () => {
  it('read back as they were written', () => {
    for (const descending of [true, false]) {
      const sort = { fact: 'name', descending };
      expect(parseSort(formatSort(sort), facts)).toEqual(sort);
    }
  });

  it('refuse a list of values, which has no order', () => {
    expect(() => parseSort('tags', facts)).toThrow(
      "Can't sort by 'tags'; sorting works by name, memoryBytes",
    );
  });
});
