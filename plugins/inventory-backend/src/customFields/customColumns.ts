import { sql, type Column } from '@flyloft/backend-kit';
import {
  customFactName,
  customFieldKeySchema,
  type CustomField,
} from '@flyloft/plugin-inventory-common';

/** Where the values of custom fields stand, of a guest `g`, by fact. */
export function customColumns(
  fields: readonly CustomField[],
): Record<string, Column> {
  return Object.fromEntries(
    fields.map(field => [customFactName(field.key), columnOf(field)]),
  );
}

/** The values of a guest without those of removed fields, which are kept. */
export const visibleCustomFields = (alias: string) =>
  `case when ${alias}.custom_fields is not null then ${alias}.custom_fields
    - array(select f.key from custom_fields f where f.removed_at is not null) end`;

function columnOf(field: CustomField): Column {
  // The key goes into the statement as text: it was checked when it was made.
  const key = customFieldKeySchema.parse(field.key);
  const text = `(g.custom_fields ->> '${key}')`;
  switch (field.type) {
    case 'number':
      return { value: `${text}::double precision` };
    case 'boolean':
      return { value: `${text}::boolean` };
    case 'date':
      return { value: `(${text}::timestamp at time zone 'utc')` };
    case 'choice':
    case 'user':
      // By the index of values; a guest without one is not any of them.
      return {
        value: text,
        condition: wanted =>
          sql`(g.custom_fields is not null and g.custom_fields @> ${JSON.stringify({ [key]: wanted })}::jsonb)`,
      };
    default:
      return { value: text };
  }
}
