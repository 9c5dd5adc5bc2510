import { z } from 'zod';

/**
 * What a field holds, and so how it is drawn and checked.
 *
 * - `text`: one line. `multiline`: text such as a certificate in PEM.
 * - `lines`: a list of texts, one per line.
 * - `url`, `urls`: https addresses.
 * - `fingerprints`: SHA-256 fingerprints of certificates, one per line.
 * - `number`, `boolean`: what they say. `seconds`: a duration, kept as `{ seconds }`.
 * - `choice`: one of `choices`.
 * - `secret`: goes to the secret store; never comes back. With `multiline` it
 *   may have several lines, such as a kubeconfig.
 */
export const platformFieldKindSchema = z.enum([
  'text',
  'multiline',
  'lines',
  'url',
  'urls',
  'fingerprints',
  'number',
  'seconds',
  'boolean',
  'choice',
  'secret',
]);

/** One field of the form about a platform of some type. */
export const platformFieldSchema = z.object({
  /** The key in the part under the type's name; `agent.enabled` lies deeper. */
  name: z.string(),
  label: z.string(),
  kind: platformFieldKindSchema,
  /** One sentence below the field. */
  help: z.string().optional(),
  placeholder: z.string().optional(),
  required: z.boolean().optional(),
  /** What the type takes when the field is left empty; shown, never stored. */
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
  /** Least and greatest of a `number` or `seconds`. */
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  choices: z
    .array(z.object({ value: z.string(), label: z.string() }))
    .optional(),
  /** Only asked while another field has this value. */
  when: z.object({ field: z.string(), is: z.string() }).optional(),
  /** A choice that only leads through the form and is no key of the type. */
  formOnly: z.boolean().optional(),
  /** With `secret`: several lines. */
  multiline: z.boolean().optional(),
  /** Folded away until asked for. */
  advanced: z.boolean().optional(),
  /**
   * With `url` and `urls`: the portal connects there, so a test looks at name,
   * connection and certificate of each before anything is sent.
   */
  endpoint: z.boolean().optional(),
});
export type PlatformField = z.infer<typeof platformFieldSchema>;

/** What a page draws to ask for the settings of a platform of some type. */
export const platformFormSchema = z.object({
  /** What people call the type: `Proxmox VE`. */
  title: z.string(),
  /** What one platform of it is, in a sentence. */
  summary: z.string(),
  fields: z.array(platformFieldSchema),
  /** Commands to run on the platform first, such as those that make a token. */
  preparation: z
    .array(z.object({ title: z.string(), text: z.string(), code: z.string() }))
    .optional(),
});
export type PlatformForm = z.infer<typeof platformFormSchema>;

/** The values of a form by field name, as people filled them in. */
export const platformValuesSchema = z.record(
  z.string().max(100),
  z.union([
    z.string().max(100_000),
    z.number(),
    z.boolean(),
    z.array(z.string().max(2_000)).max(100),
  ]),
);
export type PlatformValues = z.infer<typeof platformValuesSchema>;
