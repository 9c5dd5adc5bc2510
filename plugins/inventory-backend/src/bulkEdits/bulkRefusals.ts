import { sql, raw } from '@flyloft/backend-kit';
import type { CustomField } from '@flyloft/plugin-inventory-common';
import type { ManualValues } from '../manual/manualValues';
import { scopeCondition } from '../scope/scopeCondition';
import type { Scope } from '../scope/scope';
import type { Refusal } from './bulkEffects';

/** Why guests of a selection are left out of an edit, in the order in which it is said. */
export function bulkRefusals(
  values: ManualValues,
  known: { annotates: Scope; fields: readonly CustomField[] },
): Refusal[] {
  return [
    { reason: 'It is deleted', when: raw('g.deleted_at is not null') },
    {
      reason: 'You may not edit it',
      when: sql`(${scopeCondition(known.annotates, 'g.owner_ref')}) is not true`,
    },
    ...clusterRefusal(values),
    ...fieldRefusals(values, known.fields),
  ];
}

function clusterRefusal({ overrides }: ManualValues): Refusal[] {
  const value = overrides?.cluster?.value;
  if (value === undefined || typeof value === 'string') return [];
  return [
    {
      reason: 'Its platform has no such cluster',
      when: sql`g.platform_id <> all(${Object.keys(value)}::text[])`,
    },
  ];
}

function fieldRefusals(
  { customFields }: ManualValues,
  fields: readonly CustomField[],
): Refusal[] {
  return fields
    .filter(field => customFields && Object.hasOwn(customFields, field.key))
    .flatMap(({ label, appliesTo: { types, platformIds } }) => [
      ...(types.length > 0
        ? [
            {
              reason: `'${label}' is not for its type`,
              when: sql`g.type <> all(${types}::text[])`,
            },
          ]
        : []),
      ...(platformIds.length > 0
        ? [
            {
              reason: `'${label}' is not for its platform`,
              when: sql`g.platform_id <> all(${platformIds}::text[])`,
            },
          ]
        : []),
    ]);
}
