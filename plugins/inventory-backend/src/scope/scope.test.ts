import fc from 'fast-check';
import { scopeOf, type OwnedBy } from './scope';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';

const owners = ['group:default/a', 'group:default/b', 'group:default/c'];

// What criteria mean for one owner, said in the plainest way.
function allows(criteria: PermissionCriteria<OwnedBy>, owner: string): boolean {
  if ('anyOf' in criteria) return criteria.anyOf.some(c => allows(c, owner));
  if ('allOf' in criteria) return criteria.allOf.every(c => allows(c, owner));
  if ('not' in criteria) return !allows(criteria.not, owner);
  return criteria.owners.includes(owner);
}

const leaf = fc.record({ owners: fc.subarray(owners) });
const criteria = (negation: boolean) =>
  fc.letrec<{ node: PermissionCriteria<OwnedBy> }>(tie => {
    const some = fc.array(tie('node'), { minLength: 1, maxLength: 3 });
    const nonEmpty = some as fc.Arbitrary<
      [PermissionCriteria<OwnedBy>, ...PermissionCriteria<OwnedBy>[]]
    >;
    return {
      node: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        nonEmpty.map(anyOf => ({ anyOf })),
        nonEmpty.map(allOf => ({ allOf })),
        ...(negation ? [tie('node').map(not => ({ not }))] : []),
      ),
    };
  }).node;

describe('the scope of a conditional decision', () => {
  it('holds exactly the owners that the policy allows', () => {
    fc.assert(
      fc.property(criteria(false), tree => {
        const scope = scopeOf(tree);
        expect(scope).toEqual({
          kind: 'owners',
          owners: owners.filter(owner => allows(tree, owner)),
        });
      }),
    );
  });

  it('never holds more than the policy allows, a plain negation included', () => {
    fc.assert(
      fc.property(leaf, negated => {
        expect(scopeOf({ not: negated })).toEqual({
          kind: 'owners',
          owners: [],
        });
      }),
    );
  });
});
