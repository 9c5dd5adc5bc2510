import { z } from 'zod';
import { personSchema } from '../people/person';
import {
  oneLine,
  overriddenFactSchema,
  overridesPatchSchema,
  reasonSchema,
} from './overrides';

/** What a guest is for. */
export const stages = ['production', 'test', 'development'] as const;
export type Stage = (typeof stages)[number];

/** How long notes and lists of what people add may be. */
export const manualLimits = {
  notesCharacters: 20_000,
  tags: 50,
  addresses: 50,
} as const;

const ownerRefPattern =
  /^(user|group):[a-z0-9-]+\/[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$|^person:external\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Names an owner: a user or group of the catalog, or an external person. */
export const ownerRefSchema = z
  .string()
  .max(200)
  .regex(
    ownerRefPattern,
    "is a user or group of the catalog ('group:default/team-web') or an external person ('person:external/<id>')",
  );

/** An owner as answers show them. */
export const ownerSchema = z.object({
  ref: z.string(),
  /** Set where the owner is an external person. */
  person: personSchema.nullable(),
});
export type Owner = z.infer<typeof ownerSchema>;

/** A tag as people write one: no comma nor semicolon, so that lists can be typed. */
export const tagSchema = oneLine(100).refine(
  tag => !/[,;]/.test(tag),
  'must not hold a comma or semicolon',
);

/** An address that people say a guest has. */
export const manualAddressSchema = z.strictObject({
  address: z.union([z.ipv4(), z.ipv6()], {
    error: 'is an IPv4 or IPv6 address without a mask, such as 10.2.0.17',
  }),
  label: oneLine(100).nullable().default(null),
  /** Shown as the guest's address; one at most. */
  primary: z.boolean().default(false),
});
export type ManualAddress = z.output<typeof manualAddressSchema>;

/** The value of a field that people defined. */
export const customValueSchema = z.union([
  z.string().max(2000),
  z.number(),
  z.boolean(),
]);
export type CustomValue = z.infer<typeof customValueSchema>;

/** What to change of what people added; what is not named stays. */
export const manualPatchSchema = z.strictObject({
  /** Why. Needed where an override is set. */
  reason: reasonSchema.nullable().optional(),
  overrides: overridesPatchSchema.optional(),
  technicalOwner: ownerRefSchema.nullable().optional(),
  businessOwner: ownerRefSchema.nullable().optional(),
  /** Markdown. */
  notes: z
    .string()
    .max(
      manualLimits.notesCharacters,
      `hold at most ${manualLimits.notesCharacters} characters`,
    )
    .refine(text => !text.includes('\0'), 'must not hold a NUL character')
    .nullable()
    .optional(),
  project: oneLine(200).nullable().optional(),
  stage: z.enum(stages).nullable().optional(),
  /** All tags of people, in place of those before. */
  tags: z.array(tagSchema).max(manualLimits.tags).optional(),
  /** All manual addresses, in place of those before. */
  addresses: z
    .array(manualAddressSchema)
    .max(manualLimits.addresses)
    .refine(
      list => list.filter(one => one.primary).length <= 1,
      'only one address can be the primary one',
    )
    .refine(
      list => new Set(list.map(one => one.address)).size === list.length,
      'each address can be listed once',
    )
    .optional(),
  /** Custom fields by key; null takes a value away. */
  customFields: z
    .record(z.string().max(60), customValueSchema.nullable())
    .optional(),
});
export type ManualPatch = z.output<typeof manualPatchSchema>;
/** The same as a caller writes it. */
export type ManualPatchInput = z.input<typeof manualPatchSchema>;

/** What people added to a guest, beside what its platform says. */
export const guestManualSchema = z.object({
  guestId: z.uuid(),
  guestName: z.string(),
  /** Changes with every edit; `If-Match` takes it in quotes, as `ETag` gives it. */
  revision: z.string(),
  editedAt: z.iso.datetime().nullable(),
  editedBy: z.string().nullable(),
  overrides: z.array(overriddenFactSchema),
  owners: z.object({
    technical: ownerSchema.nullable(),
    business: ownerSchema.nullable(),
    /** By the configured mapping. */
    mapped: z.string().nullable(),
    /** Who counts: technical, else business, else mapped. */
    effective: ownerSchema.nullable(),
  }),
  notes: z.string().nullable(),
  project: z.string().nullable(),
  stage: z.enum(stages).nullable(),
  tags: z.object({
    observed: z.array(z.string()),
    manual: z.array(z.string()),
  }),
  addresses: z.object({
    observed: z.array(z.string()),
    manual: z.array(manualAddressSchema),
    /** The one shown as the guest's address. */
    primary: z.string().nullable(),
  }),
  /** Values by the key of their definition. */
  customFields: z.record(z.string(), customValueSchema),
  /** What the caller may do here. */
  allowed: z.object({
    /** Notes, tags and custom fields. */
    annotate: z.boolean(),
    /** Overrides, owners, addresses, project and stage. */
    override: z.boolean(),
  }),
});
export type GuestManual = z.infer<typeof guestManualSchema>;

/** The keys of a patch, as a refusal names them. */
export const manualFields = [
  'overrides',
  'technicalOwner',
  'businessOwner',
  'notes',
  'project',
  'stage',
  'tags',
  'addresses',
  'customFields',
] as const;
export type ManualField = (typeof manualFields)[number];

/** One value that two people edited at once. */
export const editConflictFieldSchema = z.object({
  /** `notes`, `overrides.powerState`, `customFields.cost` … */
  field: z.string(),
  yours: z.unknown(),
  theirs: z.unknown(),
});

/**
 * The answer to an edit of what somebody else edited in the meantime
 * (status 412): both values of each field that the refused edit names, and
 * the whole as it is now.
 */
export const editConflictSchema = z.object({
  fields: z.array(editConflictFieldSchema),
  current: guestManualSchema,
});
export type EditConflict = z.infer<typeof editConflictSchema>;
