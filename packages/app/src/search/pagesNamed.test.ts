import { infrastructureReadPermission } from '@flyloft/plugin-inventory-common';
import { pagesNamed } from './pagesNamed';

const rights = (sees: boolean) =>
  new Map([[infrastructureReadPermission.name, sees]]);
const ids = (typed: string, known: ReadonlyMap<string, boolean>) =>
  pagesNamed(typed, known).map(({ id }) => id);

describe('the pages the search finds', () => {
  it('are only those this person may open', () => {
    expect(ids('ho', rights(true))).toEqual(['home', 'hosts']);
    expect(ids('ho', rights(false))).toEqual(['home']);
    expect(ids('ho', new Map())).toEqual(['home']);
  });

  it('are all of them while nothing is typed, settings last', () => {
    expect(ids(' ', rights(false))).toEqual([
      'home',
      'dashboard',
      'guests',
      'addresses',
      'changes',
      'catalog',
      'settings',
    ]);
  });

  it('are found by other words for them too', () => {
    expect(ids('dark', rights(false))).toEqual(['settings']);
  });
});
