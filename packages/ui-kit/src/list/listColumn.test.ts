import {
  shownColumns,
  sortFactOf,
  tableWidth,
  type ListColumn,
} from './listColumn';
import { rangeWords } from './Pager';

const columns: ListColumn<object>[] = [
  { id: 'name', cell: () => null },
  { id: 'vcpus', width: 5, cell: () => null },
  { id: 'use', width: 9, sortBy: 'vcpus', cell: () => null },
  { id: 'tags', width: 9, optional: true, cell: () => null },
];

describe('the columns of a list', () => {
  it('are the usual ones until others are chosen', () => {
    expect(shownColumns(columns, undefined).map(one => one.id)).toEqual([
      'name',
      'vcpus',
      'use',
    ]);
    expect(shownColumns(columns, ['tags', 'name']).map(one => one.id)).toEqual([
      'name',
      'tags',
    ]);
  });

  it('keep the one that names the row', () => {
    const named: ListColumn<object>[] = [
      { id: 'at', cell: () => null },
      { id: 'name', narrow: 'title', cell: () => null },
      { id: 'vcpus', cell: () => null },
    ];
    expect(shownColumns(named, ['vcpus']).map(one => one.id)).toEqual([
      'name',
      'vcpus',
    ]);
  });

  it('never come to nothing by an address that names none of them', () => {
    expect(shownColumns(columns, ['colour'])).toHaveLength(3);
  });

  it('sort only by facts that sort', () => {
    const facts = {
      name: { label: 'Name', kind: 'text', sortable: true },
      vcpus: { label: 'vCPU', kind: 'number', sortable: true },
      tags: { label: 'Tag', kind: 'list', sortable: false },
    } as const;
    expect(columns.map(column => sortFactOf(column, facts))).toEqual([
      'name',
      'vcpus',
      'vcpus',
      undefined,
    ]);
  });

  it('say how wide the table must be', () => {
    expect(tableWidth(columns)).toBe(12 + 5 + 9 + 9);
  });
});

describe('rangeWords', () => {
  it.each([
    [1, 50, 50, 12_408, '1–50 of 12,408'],
    [249, 50, 8, 12_408, '12,401–12,408 of 12,408'],
    [1, 50, 0, 0, 'none'],
    // Rows that came while paging must not read "of fewer than shown".
    [2, 50, 50, 90, '51–100 of 100'],
  ])(
    'says page %i of %i rows with %i of %i as %s',
    (page, limit, shown, total, words) => {
      expect(rangeWords(page, limit, shown, total)).toBe(words);
    },
  );
});
