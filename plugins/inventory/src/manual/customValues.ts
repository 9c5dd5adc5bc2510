import type {
  CustomField,
  CustomValue,
} from '@flyloft/plugin-inventory-common';

/** A custom field's value as its input shows it. */
export function customInput(
  field: Pick<CustomField, 'type'>,
  value: CustomValue | undefined,
): string {
  if (value === undefined) return '';
  return field.type === 'date' ? String(value).slice(0, 10) : String(value);
}

/** What was typed as the field's value: null is none, undefined is no value of it. */
export function customValue(
  field: Pick<CustomField, 'type'>,
  text: string,
): CustomValue | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  if (field.type === 'boolean') return typed === 'true';
  if (field.type === 'date') {
    return /^\d{4}-\d{2}-\d{2}$/.test(typed) ? typed : undefined;
  }
  if (field.type !== 'number') return typed;
  return Number.isFinite(Number(typed)) ? Number(typed) : undefined;
}

/** Whether a field is one of this guest's. */
export function appliesTo(
  field: Pick<CustomField, 'appliesTo'>,
  guest: {
    type: CustomField['appliesTo']['types'][number];
    platformId: string;
  },
): boolean {
  const { types, platformIds } = field.appliesTo;
  return (
    (types.length === 0 || types.includes(guest.type)) &&
    (platformIds.length === 0 || platformIds.includes(guest.platformId))
  );
}
