import {
  anyOf,
  containing,
  raw,
  sql,
  type ListDefinition,
} from '@flyloft/backend-kit';
import {
  machinePairFacts,
  type MachinePair,
  type Sighting,
} from '@flyloft/plugin-inventory-common';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';

type Side = 'left' | 'right';

/** A pair as the database gives it. */
export type MachinePairRow = {
  id: string;
  evidence: MachinePair['evidence'];
  strength: number;
  verdict: 'same' | 'different' | null;
  reason: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  found_at: Date;
} & Record<`${Side}_id` | `${Side}_name`, string> &
  Record<`${Side}_platform_id` | `${Side}_external_id`, string> &
  Record<`${Side}_power_state`, Sighting['powerState']> &
  Record<`${Side}_visibility`, Sighting['visibility']>;

const sideColumns = (side: Side, alias: string) =>
  ['id', 'name', 'platform_id', 'external_id', 'power_state', 'visibility']
    .map(column => `${alias}.${column} as ${side}_${column}`)
    .join(', ');

const state = `coalesce(t.verdict, 'undecided')`;

/** The list of pairs; a pair shows only to who may see both of its guests. */
export function machinePairList(scope: Scope): ListDefinition {
  return {
    facts: machinePairFacts,
    columns: {
      strength: { value: 't.strength' },
      verdict: { value: state },
      platformId: {
        value: 'l.platform_id',
        condition: wanted => sql`${wanted} in (l.platform_id, r.platform_id)`,
      },
      name: { value: 'l.name' },
      foundAt: { value: 't.found_at' },
      decidedAt: { value: 't.decided_at' },
    },
    from: raw(`machine_pairs t join guests l on l.id = t.left_id
      join guests r on r.id = t.right_id`),
    select:
      raw(`t.id, t.evidence, t.strength, t.verdict, t.reason, t.decided_by,
      t.decided_at, t.found_at, ${sideColumns('left', 'l')}, ${sideColumns('right', 'r')}`),
    id: { expression: 't.id', type: 'bigint' },
    defaultSort: '-strength',
    search: text =>
      anyOf([
        sql`l.name ilike ${containing(text)}`,
        sql`r.name ilike ${containing(text)}`,
        sql`t.evidence::text ilike ${containing(text)}`,
      ]),
    conditions: [
      scopeCondition(scope, 'l.owner_ref'),
      scopeCondition(scope, 'r.owner_ref'),
    ],
  };
}

const toSide = (row: MachinePairRow, side: Side): Sighting => ({
  id: row[`${side}_id`],
  name: row[`${side}_name`],
  platformId: row[`${side}_platform_id`],
  externalId: row[`${side}_external_id`],
  powerState: row[`${side}_power_state`],
  visibility: row[`${side}_visibility`],
});

export function toMachinePair(row: MachinePairRow): MachinePair {
  return {
    id: row.id,
    left: toSide(row, 'left'),
    right: toSide(row, 'right'),
    evidence: row.evidence,
    strength: row.strength,
    verdict: row.verdict ?? 'undecided',
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    foundAt: row.found_at.toISOString(),
  };
}
