import { raw, sql, type Sql } from '@flyloft/backend-kit';
import type { Scope } from './scope';

/**
 * A scope as a condition on the column that holds the owner. A guest may have
 * two who see it, a technical and a business owner: the second one's column
 * is beside the first's, and mostly null.
 */
export function scopeCondition(scope: Scope, column: string): Sql {
  return scope.kind === 'all'
    ? raw('true')
    : sql`(${raw(column)} = any(${scope.owners}::text[])
        or ${raw(column.replace('owner_ref', 'second_owner_ref'))} = any(${scope.owners}::text[]))`;
}
