import {
  customFieldCreationSchema,
  type CustomField,
  type CustomValue,
} from '@flyloft/plugin-inventory-common';
import { appliesTo, checkCustomValues } from './customValues';

const aField = (part: Partial<CustomField>): CustomField => ({
  key: 'it',
  type: 'text',
  label: 'It',
  description: null,
  required: false,
  choices: [],
  appliesTo: { types: [], platformIds: [] },
  valueCount: 0,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:default/it',
  changedAt: '2026-01-01T00:00:00.000Z',
  changedBy: 'user:default/it',
  removedAt: null,
  removedBy: null,
  ...part,
});

const fits = (field: Partial<CustomField>, value: CustomValue | null) => {
  try {
    checkCustomValues({ it: value }, [aField(field)]);
    return 'fits';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('a value', () => {
  const choice: Partial<CustomField> = { type: 'choice', choices: ['a', 'b'] };
  it.each<[Partial<CustomField>, CustomValue | null, RegExp]>([
    [{ type: 'text' }, 'words', /^fits$/],
    [{ type: 'text' }, ' ', /takes text/],
    [{ type: 'text' }, 4, /takes text/],
    [{ type: 'number' }, 4.5, /^fits$/],
    [{ type: 'number' }, '4.5', /takes a number/],
    [{ type: 'boolean' }, false, /^fits$/],
    [{ type: 'boolean' }, 'false', /takes true or false/],
    [{ type: 'date' }, '2028-02-29', /^fits$/],
    [{ type: 'date' }, '2027-02-29', /takes a day/],
    [{ type: 'date' }, '2027-2-9', /takes a day/],
    [choice, 'a', /^fits$/],
    [choice, 'c', /takes one of a, b/],
    [{ type: 'url' }, 'https://wiki.example/a', /^fits$/],
    [
      { type: 'url' },
      ['javascript', 'alert(1)'].join(':'),
      /takes a web address/,
    ],
    [{ type: 'user' }, 'user:default/anna', /^fits$/],
    [{ type: 'user' }, 'anna', /takes a user/],
    [{ required: true }, null, /required/],
    [{}, null, /^fits$/],
  ])('of %j: %j', (field, value, expected) => {
    expect(fits(field, value)).toMatch(expected);
  });

  it('of a field that nobody defined is refused, with those there are', () => {
    expect(() => checkCustomValues({ other: 'x' }, [aField({})])).toThrow(
      /no such field; there are it/,
    );
  });
});

it('a field applies to its types on its platforms', () => {
  const guest = { type: 'container', platformId: 'west' };
  const of = (
    types: CustomField['appliesTo']['types'],
    platformIds: string[],
  ) => appliesTo({ appliesTo: { types, platformIds } }, guest);
  expect(of([], [])).toBe(true);
  expect(of(['container'], ['west', 'east'])).toBe(true);
  expect(of(['virtual-machine'], [])).toBe(false);
  expect(of([], ['east'])).toBe(false);
});

it('a key holds what can stand in the SQL of a list, and nothing else', () => {
  const key = (text: string) =>
    customFieldCreationSchema.safeParse({ key: text, type: 'text', label: 'x' })
      .success;
  expect(key('cost_centre')).toBe(true);
  for (const bad of ["a'b", 'a b', 'A', '1a', '', 'a'.repeat(41), 'a-b']) {
    expect([bad, key(bad)]).toEqual([bad, false]);
  }
});
