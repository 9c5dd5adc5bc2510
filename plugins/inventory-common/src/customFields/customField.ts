import { z } from 'zod';
import type { Fact, FactTable } from '@flyloft/kit-common';
import { guestTypes } from '../guests/guest';
import { guestFacts } from '../guests/guestFacts';
import { oneLine } from '../manual/overrides';

/** What a custom field may hold. */
export const customFieldTypes = [
  'text',
  'number',
  'boolean',
  'date',
  'choice',
  'url',
  'user',
] as const;
export type CustomFieldType = (typeof customFieldTypes)[number];

/** How many fields and choices there may be. */
export const customFieldLimits = { fields: 100, choices: 200 } as const;

/** A key as filters write it: `custom.cost_centre`. */
export const customFieldKeySchema = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'begins with a lower case letter and holds lower case letters, digits and _, at most 40',
  );

const changeable = {
  label: oneLine(60),
  description: z.string().trim().max(500).nullable().optional(),
  /** A value can be changed then, but not taken away. */
  required: z.boolean().default(false),
  /** The only values of a `choice`, in the order to offer them. */
  choices: z
    .array(oneLine(100))
    .max(customFieldLimits.choices)
    .refine(
      list => new Set(list).size === list.length,
      'each choice can be listed once',
    )
    .default([]),
  /** Which guests have it: these types and platforms; empty is all. */
  appliesTo: z
    .strictObject({
      types: z.array(z.enum(guestTypes)).default([]),
      platformIds: z.array(z.string().max(63)).max(200).default([]),
    })
    .default({ types: [], platformIds: [] }),
};

/** A field as people define it. Key and type stay as they are then. */
export const customFieldCreationSchema = z.strictObject({
  key: customFieldKeySchema,
  type: z.enum(customFieldTypes),
  ...changeable,
});
export type CustomFieldCreation = z.output<typeof customFieldCreationSchema>;
export type CustomFieldCreationInput = z.input<
  typeof customFieldCreationSchema
>;

/** What can be changed of a field. */
export const customFieldUpdateSchema = z.strictObject(changeable);
export type CustomFieldUpdate = z.output<typeof customFieldUpdateSchema>;
export type CustomFieldUpdateInput = z.input<typeof customFieldUpdateSchema>;

/** A field that people defined. */
export const customFieldSchema = z.object({
  key: z.string(),
  type: z.enum(customFieldTypes),
  label: z.string(),
  description: z.string().nullable(),
  required: z.boolean(),
  choices: z.array(z.string()),
  appliesTo: z.object({
    types: z.array(z.enum(guestTypes)),
    platformIds: z.array(z.string()),
  }),
  /** How many guests have a value: so many go when the field is removed. */
  valueCount: z.number().int(),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  changedAt: z.iso.datetime(),
  changedBy: z.string(),
  /** A removed field and its values can be restored. */
  removedAt: z.iso.datetime().nullable(),
  removedBy: z.string().nullable(),
});
export type CustomField = z.infer<typeof customFieldSchema>;

/** What the list of fields takes. */
export const customFieldQuerySchema = z.strictObject({
  removed: z.enum(['exclude', 'include']).optional(),
});
export type CustomFieldQuery = z.infer<typeof customFieldQuerySchema>;

const kinds: Record<CustomFieldType, Fact['kind']> = {
  text: 'text',
  number: 'number',
  boolean: 'boolean',
  date: 'time',
  choice: 'choice',
  url: 'text',
  user: 'reference',
};

/** The name under which lists filter and sort by a custom field. */
export const customFactName = (key: string) => `custom.${key}`;

/** The facts of guests with the fields that people defined. */
export function guestFactsWith(
  fields: ReadonlyArray<
    Pick<CustomField, 'key' | 'type' | 'label' | 'choices'>
  >,
): FactTable {
  const custom = fields.map((field): [string, Fact] => [
    customFactName(field.key),
    {
      label: field.label,
      kind: kinds[field.type],
      sortable: true,
      ...(field.type === 'choice' ? { choices: field.choices } : {}),
    },
  ]);
  return { ...guestFacts, ...Object.fromEntries(custom) };
}
