import type { Entity } from '@backstage/catalog-model';
import fc from 'fast-check';
import { difference, mayRemove, type PlannedEntity } from './difference';

const entity = (name: string, title: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name, namespace: 'default', title },
  spec: { type: 'virtual-machine', owner: 'group:default/a' },
});

const planned = (name: string, title = name): PlannedEntity => ({
  entity: entity(name, title),
  objectId: name,
  part: false,
});

describe('the difference to the catalog', () => {
  it('tells nothing again that did not change', () => {
    const first = difference([planned('a'), planned('b')], []);
    const second = difference(
      [planned('a'), planned('b', 'renamed')],
      first.projected,
    );
    expect(first.added).toHaveLength(2);
    expect(second.added.map(one => one.objectId)).toEqual(['b']);
    expect(second.removed).toEqual([]);
  });

  it('leads from any picture to any other', () => {
    const picture = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd'),
      fc.constantFrom('one', 'two'),
    );
    fc.assert(
      fc.property(picture, picture, (before, after) => {
        const plan = (of: Record<string, string>) =>
          Object.entries(of).map(([name, title]) => planned(name, title));
        const known = difference(plan(before), []).projected;
        const step = difference(plan(after), known);
        const catalog = new Map<string, string>(Object.entries(before));
        for (const ref of step.removed) catalog.delete(ref.split('/')[1]!);
        for (const { entity: added } of step.added) {
          catalog.set(added.metadata.name, added.metadata.title!);
        }
        expect(Object.fromEntries(catalog)).toEqual(after);
      }),
    );
  });

  it('tells everything in a repair', () => {
    const { projected } = difference([planned('a')], []);
    expect(difference([planned('a')], projected, true).added).toHaveLength(1);
  });
});

describe('the guard on removals', () => {
  it.each([
    [100, 10, true],
    [100, 20, true],
    [100, 21, false],
    [12, 11, false],
    [10, 10, true],
    [0, 0, true],
  ])('%i things, %i unseen: %p', (things, unseen, allowed) => {
    expect(mayRemove({ things, unseen })).toBe(allowed);
  });
});
