import { detailsOf } from './changedFields';

it('sets what a field was beside what it became', () => {
  expect(
    detailsOf({
      before: { notes: null, tags: ['a', 'b'], owner: { name: 'Ida' } },
      after: { notes: 'moved', tags: [], stage: 'test' },
      reason: 'asked for',
      count: 0,
    }),
  ).toEqual({
    changes: [
      { field: 'notes', before: '–', after: 'moved' },
      { field: 'tags', before: 'a, b', after: '–' },
      { field: 'owner', before: '{"name":"Ida"}', after: '–' },
      { field: 'stage', before: '–', after: 'test' },
    ],
    rest: [
      { label: 'reason', value: 'asked for' },
      { label: 'count', value: '0' },
    ],
  });
});

it('has nothing to show of nothing', () => {
  expect(detailsOf(null)).toEqual({ changes: [], rest: [] });
  expect(detailsOf({ before: 3, after: 4 }).changes).toEqual([
    { field: 'value', before: '3', after: '4' },
  ]);
});
