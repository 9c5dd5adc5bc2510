import type { SearchHit } from '@flyloft/plugin-inventory-common';
import {
  chosenAfterChange,
  paletteGroups,
  stepFrom,
  type PaletteOption,
} from './paletteGroups';

function aHit(over: Partial<SearchHit> = {}): SearchHit {
  return {
    kind: 'guest',
    id: 'g-1',
    title: 'web-07',
    context: 'pve-west · pve3 · running',
    matched: { fact: 'name', value: 'web-07' },
    ...over,
  };
}

const options: PaletteOption[] = ['a', 'b', 'c'].map(key => ({
  key,
  href: `/${key}`,
  title: key,
}));

describe('the palette', () => {
  it('groups hits by kind and keeps the server order within a kind', () => {
    const groups = paletteGroups({
      typed: 'web',
      pages: [],
      hits: [
        aHit({ kind: 'host', id: 'h', title: 'web-host' }),
        aHit({ id: 'g-2', title: 'web-2' }),
        aHit({ id: 'g-1', title: 'web-1' }),
      ],
    });
    expect(
      groups.map(group => [group.id, group.options.map(({ href }) => href)]),
    ).toEqual([
      ['guest', ['/inventory/guests/g-2', '/inventory/guests/g-1']],
      ['host', ['/inventory/hosts/h']],
      ['all', ['/inventory/guests?q=web']],
    ]);
  });

  it('leads an address to the guest that shows it', () => {
    const [group] = paletteGroups({
      typed: '10.2',
      pages: [],
      hits: [aHit({ kind: 'address', id: 'g-1', title: '10.2.0.17' })],
    });
    expect(group?.options[0]?.href).toBe('/inventory/guests/g-1');
  });

  it('says what matched where the title does not show it', () => {
    const matchedOf = (hit: SearchHit) =>
      paletteGroups({ typed: 'x', pages: [], hits: [hit] })[0]?.options[0]
        ?.matched;
    expect(matchedOf(aHit())).toBeUndefined();
    expect(
      matchedOf(aHit({ matched: { fact: 'externalId', value: '104' } })),
    ).toBe('VM id 104');
    expect(matchedOf(aHit({ matched: { fact: 'odd', value: 'z' } }))).toBe(
      'odd z',
    );
  });

  it('keeps two hits on one guest apart', () => {
    const [group] = paletteGroups({
      typed: '10',
      pages: [],
      hits: [aHit({ kind: 'address' }), aHit({ kind: 'address' })],
    });
    expect(new Set(group?.options.map(({ key }) => key)).size).toBe(2);
  });

  it('writes what was typed into the list address so that it survives', () => {
    const groups = paletteGroups({ typed: ' a&b ', pages: [], hits: [aHit()] });
    expect(groups.at(-1)?.options[0]?.href).toBe('/inventory/guests?q=a%26b');
  });

  it.each([
    [undefined, 1, 'a'],
    [undefined, -1, 'c'],
    ['a', 1, 'b'],
    ['c', 1, 'a'],
    ['a', -1, 'c'],
    ['gone', 1, 'a'],
  ])('from %s %i steps on is %s', (chosen, steps, next) => {
    expect(stepFrom(options, chosen, steps)).toBe(next);
  });

  it('keeps the chosen option while it is there, else takes the first', () => {
    expect(chosenAfterChange(options, 'b')).toBe('b');
    expect(chosenAfterChange(options, 'gone')).toBe('a');
    expect(chosenAfterChange([], 'b')).toBeUndefined();
  });
});
