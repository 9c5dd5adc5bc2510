import {
  customFactName,
  type CustomField,
  type Guest,
} from '@flyloft/plugin-inventory-common';
import type { ListColumn } from '@flyloft/ui-kit';

/** The fields that people defined, as columns to choose. */
export function customColumns(fields: CustomField[]): ListColumn<Guest>[] {
  return fields.map(field => ({
    id: customFactName(field.key),
    width: 9,
    optional: true,
    ...(field.type === 'number' ? { align: 'end' as const } : {}),
    cell: guest => words(guest.customFields[field.key]),
  }));
}

function words(value: string | number | boolean | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return String(value);
}
