import { raw, sql, type Sql } from '@flyloft/backend-kit';
import type { Scope } from './scope';

/** A scope as a condition on the column that holds the owner. */
export function scopeCondition(scope: Scope, column: string): Sql {
  return scope.kind === 'all'
    ? raw('true')
    : sql`${raw(column)} = any(${scope.owners}::text[])`;
}
