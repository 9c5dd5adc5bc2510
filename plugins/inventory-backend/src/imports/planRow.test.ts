import { csvLine } from '@flyloft/backend-kit';
import type { CustomField } from '@flyloft/plugin-inventory-common';
import fc from 'fast-check';
import { plainValue } from '../csv/csvColumns';
import { planRow, type ImportedGuest, type PlanKnowledge } from './planRow';
import { readImport } from './readImport';

const aField = (key: string, type: CustomField['type']): CustomField => ({
  key,
  type,
  label: key,
  description: null,
  required: false,
  choices: ['a', 'b'],
  appliesTo: { types: [], platformIds: [] },
  valueCount: 0,
  createdAt: '',
  createdBy: '',
  changedAt: '',
  changedBy: '',
  removedAt: null,
  removedBy: null,
});

const anna = 'person:external/6f1c0e5e-0c7e-4f6e-9d6b-1d2b7f3a9c10';
const web = 'group:default/web';
const known: PlanKnowledge = {
  fields: [
    aField('cost', 'number'),
    aField('backup', 'boolean'),
    aField('until', 'date'),
    aField('kind', 'choice'),
    { ...aField('words', 'text'), required: true },
    {
      ...aField('far', 'text'),
      appliesTo: { types: [], platformIds: ['far'] },
    },
  ],
  owners: new Map([
    [web, { ref: web }],
    ['Anna', { ref: anna }],
    ['Bob', { fault: 'there are 2 Bobs' }],
  ]),
  labels: new Map([[anna, 'Anna']]),
  overrides: true,
};

const guest: ImportedGuest = {
  id: 'g1',
  name: 'web',
  platformId: 'pve',
  externalId: '100',
  type: 'virtual-machine',
  deleted: false,
  annotated: true,
  technicalOwner: anna,
  businessOwner: null,
  project: 'Portal',
  stage: 'test',
  notes: 'Two\nlines',
  tags: ['mine', 'seen'],
  observedTags: ['seen'],
  manualTags: ['mine'],
  customFields: { cost: 4.5, backup: true, words: 'w' },
};

const plan = (
  cells: Record<string, string>,
  knowledge: Partial<PlanKnowledge> = {},
  of: Partial<ImportedGuest> = {},
) =>
  planRow(
    { line: 2, cells: new Map(Object.entries(cells)), fault: null },
    { ...guest, ...of },
    { ...known, ...knowledge },
  );

describe('a cell', () => {
  it.each([
    ['technicalOwner', web, { technical_owner: web }],
    ['businessOwner', 'Anna', { business_owner: anna }],
    ['technicalOwner', '(none)', { technical_owner: null }],
    ['project', ' New ', { project: 'New' }],
    ['project', '(none)', { project: null }],
    ['stage', 'production', { stage: 'production' }],
    ['notes', ' As it is ', { notes: ' As it is ' }],
    ['tags', 'a; b;a', { manual_tags: ['a', 'b'] }],
    ['tags', 'mine; new; seen', { manual_tags: ['mine', 'new'] }],
    ['tags', '(none)', { manual_tags: [] }],
    ['tags+', 'a', { manual_tags: ['a', 'mine'] }],
    ['tags-', 'mine', { manual_tags: [] }],
    ['custom.cost', '7', { 'custom.cost': 7 }],
    ['custom.backup', 'FALSE', { 'custom.backup': false }],
    ['custom.until', '2026-12-31', { 'custom.until': '2026-12-31' }],
    ['custom.cost', '(none)', { 'custom.cost': null }],
  ])('%s with %j changes %j', (name, text, after) => {
    expect(plan({ [name]: text })).toMatchObject({ after, errors: [] });
  });

  it.each([
    ['project', ''],
    ['project', ' '],
    ['project', 'Portal'],
    ['notes', 'Two\r\nlines'],
    ['technicalOwner', 'Anna'],
    ['tags', 'mine; seen'],
    ['tags', 'seen;mine'],
    ['tags+', 'mine'],
    ['tags-', 'other'],
    ['custom.cost', '4.5'],
    ['custom.cost', '4.50'],
    ['custom.backup', 'TRUE'],
    ['custom.until', '(none)'],
    ['memoryBytes', '17'],
  ])('%s with %j changes nothing', (name, text) => {
    expect(plan({ [name]: text })).toEqual({
      before: {},
      after: {},
      errors: [],
    });
  });

  it.each([
    ['technicalOwner', 'Bob', /2 Bobs/],
    ['technicalOwner', 'Zoe', /no 'Zoe'; name a user or group/],
    ['stage', 'prod', /production/],
    ['project', 'x'.repeat(201), /at most 200/],
    ['tags', 'a,b', /comma/],
    ['tags+', '(none)', /name the tags/],
    ['custom.cost', 'much', /takes a number/],
    ['custom.until', '31.12.2026', /takes a day, such as/],
    ['custom.kind', 'c', /one of a, b/],
    ['custom.words', '(none)', /is required/],
    ['custom.words', 'x'.repeat(2001), /at most 2000/],
    ['custom.far', 'x', /not for this guest/],
  ])('%s with %j is refused with what would be right', (name, text, fault) => {
    const { errors, after } = plan({ [name]: text });
    expect(errors).toEqual([expect.stringMatching(fault)]);
    expect(errors[0]).toMatch(
      new RegExp(`^${name.replace(/[+.]/g, '\\$&')}: `),
    );
    expect(after).toEqual({});
  });

  it('takes the right for what it changes, and none for what stays', () => {
    const cells = { project: 'Portal', notes: 'new' };
    const own = { overrides: false };
    expect(plan(cells, own).errors).toEqual([]);
    expect(plan({ project: 'Other' }, own).errors).toEqual([
      'project: you may not edit it (permission inventory.guest.override)',
    ]);
    const foreign = { annotated: false };
    expect(plan({ project: 'Portal' }, {}, foreign).errors).toEqual([]);
    expect(plan({ notes: 'new' }, {}, foreign).errors).toEqual([
      'You may not edit this guest',
    ]);
  });

  it('adds and removes tags in one row', () => {
    expect(plan({ 'tags+': 'a; b', 'tags-': 'mine' })).toMatchObject({
      before: { manual_tags: ['mine'] },
      after: { manual_tags: ['a', 'b'] },
    });
    expect(plan({ 'tags+': 'a', 'tags-': 'a' }).after).toEqual({});
  });
});

const text = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1 }),
  fc.string({
    unit: fc.constantFrom(...[...`=+-@\t\r\n'",; ()noe`]),
    minLength: 1,
  }),
  fc.constant('(none)'),
);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });

it('an export that is imported again changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        technicalOwner: maybe(fc.constantFrom(anna, web, 'user:default/gone')),
        project: maybe(text),
        stage: maybe(fc.constantFrom('production', 'test')),
        notes: maybe(text),
        observedTags: fc.array(text, { maxLength: 3 }),
        manualTags: fc.uniqueArray(text, { maxLength: 3 }),
        cost: fc.double({ noNaN: true, noDefaultInfinity: true }),
        words: text,
      }),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      async ({ cost, words, ...facts }, personName) => {
        const tags = [
          ...new Set([...facts.observedTags, ...facts.manualTags]),
        ].sort();
        const it: ImportedGuest = {
          ...guest,
          ...facts,
          tags,
          customFields: { cost, words },
        };
        const labels = new Map([[anna, personName]]);
        const owner = it.technicalOwner && {
          ref: it.technicalOwner,
          name: labels.get(it.technicalOwner) ?? it.technicalOwner,
        };
        const file =
          csvLine([
            'id',
            'technicalOwner',
            'project',
            'stage',
            'notes',
            'tags',
            'custom.cost',
            'custom.words',
          ]) +
          csvLine(
            [
              it.id,
              owner,
              it.project,
              it.stage,
              it.notes,
              it.tags,
              cost,
              words,
            ].map(plainValue),
          );
        const body = (async function* whole() {
          yield Buffer.from(file);
        })();
        const { rows } = await readImport(body, ['cost', 'words']);
        expect(planRow(rows[0]!, it, { ...known, labels })).toEqual({
          before: {},
          after: {},
          errors: [],
        });
      },
    ),
    { numRuns: 500 },
  );
});
