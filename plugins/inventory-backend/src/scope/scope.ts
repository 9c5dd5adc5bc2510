import type { PermissionCriteria } from '@backstage/plugin-permission-common';

/**
 * Which guests a caller may see: all, or those of certain owners. Every list
 * takes it as an argument of its SQL, so that pages, counts and cursors never
 * depend on what the caller may not see.
 */
export type Scope = { kind: 'all' } | { kind: 'owners'; owners: string[] };

/** Sees everything. */
export const everything: Scope = { kind: 'all' };

/** What one condition of the policy allows, as the rule writes it. */
export interface OwnedBy {
  owners: string[];
}

/**
 * Turns the policy's criteria into a scope. Conditions on owners join and
 * intersect exactly; a negation can't be said as a list of owners, so it
 * allows nothing rather than too much.
 */
export function scopeOf(criteria: PermissionCriteria<OwnedBy>): Scope {
  return { kind: 'owners', owners: [...ownersOf(criteria)].sort() };
}

function ownersOf(criteria: PermissionCriteria<OwnedBy>): Set<string> {
  if ('anyOf' in criteria) {
    return new Set(criteria.anyOf.flatMap(part => [...ownersOf(part)]));
  }
  if ('allOf' in criteria) {
    return criteria.allOf
      .map(ownersOf)
      .reduce(
        (left, right) => new Set([...left].filter(owner => right.has(owner))),
      );
  }
  if ('not' in criteria) return new Set();
  return new Set(criteria.owners);
}
