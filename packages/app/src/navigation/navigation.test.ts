import {
  infrastructureReadPermission,
  syncConfirmPermission,
} from '@flyloft/plugin-inventory-common';
import {
  currentEntry,
  entriesNamed,
  navigation,
  shownCounters,
  shownSections,
} from './navigation';

const infrastructure = infrastructureReadPermission.name;
const confirm = syncConfirmPermission.name;
const all = navigation.flatMap(section => section.entries);

function idsFor(rights: Array<[string, boolean]>) {
  return shownSections(navigation, new Map(rights)).flatMap(section =>
    section.entries.map(entry => entry.id),
  );
}

describe('what the navigation shows', () => {
  it('keeps the infrastructure from who may not see it', () => {
    expect(
      idsFor(all.flatMap(({ needs }) => (needs ? [[needs, false]] : []))),
    ).toEqual([
      'home',
      'dashboard',
      'guests',
      'addresses',
      'changes',
      'catalog',
    ]);
  });

  it('shows everything to who may see the infrastructure', () => {
    expect(idsFor([[infrastructure, true]])).toEqual(
      all.map(entry => entry.id),
    );
  });

  it('holds the place of an entry whose right is still being asked', () => {
    const entries = shownSections(navigation, new Map()).flatMap(
      section => section.entries,
    );
    expect(entries.filter(entry => entry.pending).map(({ id }) => id)).toEqual([
      'hosts',
      'clusters',
      'networks',
      'storages',
      'images',
      'same-machine',
      'sync',
      'platforms',
      'custom-fields',
      'tokens',
      'site-settings',
      'users',
      'sessions',
      'audit',
    ]);
  });

  it('leaves out a section in which nothing is left', () => {
    const sections = [
      {
        id: 'closed',
        entries: [{ id: 'x', title: 'X', href: '/x', needs: 'x.read' }],
      },
    ];
    expect(shownSections(sections, new Map([['x.read', false]]))).toEqual([]);
  });

  it('names no place and no entry twice', () => {
    expect(new Set(all.map(entry => entry.href)).size).toBe(all.length);
    expect(new Set(all.map(entry => entry.id)).size).toBe(all.length);
  });

  it('counts held syncs only for who may confirm them', () => {
    expect(shownCounters(new Map([[confirm, true]]))).toEqual(['heldSyncs']);
    expect(shownCounters(new Map([[confirm, false]]))).toEqual([]);
    expect(shownCounters(new Map())).toEqual([]);
  });
});

describe('the current entry', () => {
  it.each([
    ['/', 'home'],
    ['/inventory/guests', 'guests'],
    ['/inventory/guests/0b6c', 'guests'],
    ['/inventory/hosts', 'hosts'],
    ['/catalog/default/resource/x', 'catalog'],
    ['/catalogue', undefined],
    ['/admin/platforms/new', 'platforms'],
    ['/nowhere', undefined],
  ])('of %s is %s', (path, id) => {
    expect(currentEntry(all, path)?.id).toBe(id);
  });
});

describe('finding a page by its name', () => {
  it.each([
    ['gu', ['guests']],
    ['SEEN', ['addresses']],
    ['virtual m', ['guests']],
    ['machines', ['guests']],
    ['ip', ['addresses']],
    ['  ', []],
    ['uests', []],
  ])('%s finds %j', (typed, ids) => {
    expect(entriesNamed(all, typed).map(entry => entry.id)).toEqual(ids);
  });
});
