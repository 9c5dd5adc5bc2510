import { initials } from './initials';

it.each([
  ['Ada Lovelace', 'AL'],
  ['Ada King Lovelace', 'AL'],
  ['engineer', 'E'],
  ['org-admin', 'OA'],
  ['  ', ''],
  ['Ōe 大江', 'Ō大'],
])('%s is shortened to %s', (name, short) => {
  expect(initials(name)).toBe(short);
});
