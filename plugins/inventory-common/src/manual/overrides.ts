import { z } from 'zod';
import { powerStates, referenceSchema } from '../guests/guest';
import { guestFacts } from '../guests/guestFacts';

/** The facts of a guest that people may show another value of. */
export const overrideFields = [
  'powerState',
  'cluster',
  'hostName',
  'osType',
  'osFamily',
] as const;
export type OverrideField = (typeof overrideFields)[number];

/** How the fields are called where one is spoken of alone. */
export const overrideLabels: Readonly<Record<OverrideField, string>> = {
  powerState: 'Power state',
  cluster: 'Cluster',
  hostName: 'Host name',
  osType: 'OS',
  osFamily: 'OS family',
};

/** Text that people type on one line. */
export const oneLine = (longest: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(longest, `holds at most ${longest} characters`)
    .refine(
      // eslint-disable-next-line no-control-regex -- that is what is refused
      text => !/[\u0000-\u001f\u007f]/.test(text),
      'must be one line without control characters',
    );

/** Why something was edited, in the words of who did. */
export const reasonSchema = oneLine(500);

const overrideOf = <T extends z.ZodType>(value: T) =>
  z.strictObject({
    value,
    /** When it ends by itself; null or absent is when somebody reverts it. */
    until: z.iso.datetime({ offset: true }).nullable().optional(),
  });

/**
 * Overrides to set, or with null to revert; what is not named stays. A cluster
 * is named by its id, or by its name on the guest's platform.
 */
export const overridesPatchSchema = z.strictObject({
  powerState: overrideOf(z.enum(powerStates)).nullable().optional(),
  cluster: overrideOf(oneLine(200)).nullable().optional(),
  hostName: overrideOf(oneLine(255)).nullable().optional(),
  osType: overrideOf(oneLine(200)).nullable().optional(),
  osFamily: overrideOf(z.enum(guestFacts.osFamily.choices))
    .nullable()
    .optional(),
});

/** A value of such a fact: text, or the cluster. */
export const overrideValueSchema = z.union([z.string(), referenceSchema]);
export type OverrideValue = z.infer<typeof overrideValueSchema>;

/** An override as it stands. */
export const overrideSchema = z.object({
  value: overrideValueSchema,
  by: z.string(),
  at: z.iso.datetime(),
  reason: z.string().nullable(),
  until: z.iso.datetime().nullable(),
});
export type Override = z.infer<typeof overrideSchema>;

/** One fact: what the source says, and what is shown instead, if anything. */
export const overriddenFactSchema = z.object({
  field: z.enum(overrideFields),
  observed: overrideValueSchema.nullable(),
  shown: overrideValueSchema.nullable(),
  override: overrideSchema.nullable(),
});
export type OverriddenFact = z.infer<typeof overriddenFactSchema>;
