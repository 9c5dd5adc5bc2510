import type { FactTable } from '@flyloft/kit-common';
import { nearFacts, readFilter, readSort } from './addressProblems';

const facts = {
  name: { label: 'Name', kind: 'text', sortable: true },
  powerState: { label: 'Power', kind: 'text', sortable: true },
  platformId: { label: 'Platform', kind: 'reference', sortable: true },
  tags: { label: 'Tag', kind: 'list', sortable: false },
} as const satisfies FactTable;

const problemOf = (part: object) => ('problem' in part ? part.problem : part);

describe('a filter of an address', () => {
  it('is read where the list knows it', () => {
    expect(readFilter('name:eq:web', facts)).toEqual({
      value: { fact: 'name', operator: 'eq', values: ['web'] },
    });
  });

  it('is named where the list does not, without a list of every fact', () => {
    expect(problemOf(readFilter('colour:eq:blue', facts))).toBe(
      "the filter 'colour:eq:blue', as this list has no fact 'colour'",
    );
    expect(problemOf(readFilter('foo', facts))).toBe(
      "the filter 'foo', as this list has no fact 'foo'",
    );
  });

  it('is not taken for a property that every object has', () => {
    expect(problemOf(readFilter('constructor:eq:x', facts))).toMatch(
      /no fact 'constructor'/,
    );
  });

  it('that is endless is not printed to its end', () => {
    const problem = problemOf(readFilter('x'.repeat(5000), facts)) as string;
    expect(problem.length).toBeLessThan(250);
  });

  it('names the operators of its fact where that is what is wrong', () => {
    expect(problemOf(readFilter('name:gte:a', facts))).toMatch(/takes eq, in/);
  });
});

it.each([
  ['powerstate', ['powerState']],
  ['power', ['powerState']],
  ['platform', ['platformId']],
  ['nmae', []],
  ['nam', ['name']],
  ['tag', ['tags']],
  ['x', []],
  ['', []],
])('near %p are %p', (word, near) => {
  expect(nearFacts(word, facts)).toEqual(near);
});

it('an order that is none is named, with what is near and sorts', () => {
  expect(readSort('-name', facts)).toEqual({
    value: { fact: 'name', descending: true },
  });
  expect(problemOf(readSort('-nam', facts))).toBe(
    "the order '-nam', as this list can't be sorted by it; near it is name (Name)",
  );
  expect(problemOf(readSort('tags', facts))).toBe(
    "the order 'tags', as this list can't be sorted by it",
  );
});
