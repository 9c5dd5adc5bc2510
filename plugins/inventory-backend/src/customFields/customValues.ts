import { InputError } from '@backstage/errors';
import type {
  CustomField,
  CustomFieldType,
  CustomValue,
} from '@flyloft/plugin-inventory-common';

/** What decides whether a field applies to a guest. */
export interface FieldBearer {
  type: string;
  platformId: string;
}

/** Whether a guest has the field at all. */
export function appliesTo(
  { appliesTo: { types, platformIds } }: Pick<CustomField, 'appliesTo'>,
  guest: FieldBearer,
): boolean {
  const among = (list: readonly string[], value: string) =>
    list.length === 0 || list.includes(value);
  return among(types, guest.type) && among(platformIds, guest.platformId);
}

/**
 * Checks values against their definitions, whatever guest they are for.
 *
 * @throws InputError saying which value is wrong and what would be right.
 */
export function checkCustomValues(
  values: Record<string, CustomValue | null>,
  fields: readonly CustomField[],
): void {
  for (const [key, value] of Object.entries(values)) {
    const field = fields.find(one => one.key === key);
    if (!field) {
      throw new InputError(
        `customFields.${key}: there is no such field${
          fields.length > 0
            ? `; there are ${fields.map(one => one.key).join(', ')}`
            : ''
        }`,
      );
    }
    if (value === null) {
      if (field.required) {
        throw new InputError(
          `customFields.${key}: '${field.label}' is required and can't be taken away`,
        );
      }
      continue;
    }
    const fault = faults[field.type](value, field);
    if (fault) throw new InputError(`customFields.${key}: ${fault}`);
  }
}

const userRef = /^user:[a-z0-9-]+\/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const day = /^\d{4}-\d{2}-\d{2}$/;

const isText = (value: CustomValue): value is string =>
  typeof value === 'string' && value.trim() !== '' && !value.includes('\0');

/** What is wrong with a value, or nothing. */
const faults: Record<
  CustomFieldType,
  (value: CustomValue, field: CustomField) => string | null
> = {
  text: value => (isText(value) ? null : 'takes text'),
  number: value =>
    typeof value === 'number' && Number.isFinite(value)
      ? null
      : 'takes a number, such as 4.5',
  boolean: value => (typeof value === 'boolean' ? null : 'takes true or false'),
  date: value =>
    isText(value) && day.test(value) && isDay(value)
      ? null
      : 'takes a day, such as 2026-01-31',
  choice: (value, { choices }) =>
    choices.includes(String(value))
      ? null
      : `takes one of ${choices.join(', ')}`,
  url: value =>
    isText(value) && isWebAddress(value)
      ? null
      : 'takes a web address, such as https://wiki.example/page',
  user: value =>
    isText(value) && userRef.test(value)
      ? null
      : 'takes a user of the catalog, such as user:default/anna',
};

const isDay = (text: string) =>
  new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false;

function isWebAddress(text: string): boolean {
  return (
    URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol)
  );
}
