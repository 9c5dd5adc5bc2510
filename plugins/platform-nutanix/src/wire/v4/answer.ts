import { looseBoolean, looseText } from '@flyloft/plugin-inventory-node';
import { z } from 'zod';

/*
 * The envelope of every v4 list. Nutanix API reference v4.0,
 * `common.v1.response.ApiResponseMetadata` (flags, totalAvailableResults) and
 * `common.v1.config.Flag` (name, value). An empty list has no `data` at all.
 */
const flagSchema = z.object({ name: looseText, value: looseBoolean });
const metadataSchema = z.object({
  flags: z.array(flagSchema).optional(),
  totalAvailableResults: z.number().int().nonnegative(),
});

/** Flags that mean that the answer is not the whole it claims to be. */
const flagsThatFail = ['hasError', 'isTruncated'];

/** One page of a v4 list: its entities as they came, and how many there are. */
export const v4PageSchema = z
  .object({ data: z.array(z.unknown()).optional(), metadata: metadataSchema })
  .superRefine(({ metadata }, context) => {
    for (const { name, value } of metadata.flags ?? []) {
      if (name && value && flagsThatFail.includes(name)) {
        context.addIssue({
          code: 'custom',
          path: ['metadata', 'flags'],
          message: `Prism Central says ${name} of its answer`,
        });
      }
    }
  })
  .transform(({ data, metadata }) => ({
    entities: data ?? [],
    total: metadata.totalAvailableResults,
  }));

/** A reference to another thing: `{ "extId": "…" }`. */
export const referenceSchema = z
  .object({ extId: looseText })
  .optional()
  .catch(undefined);

/** `common.v1.config.IPv4Address` and `IPv6Address`: value and prefixLength. */
export const addressSchema = z.object({
  value: looseText,
  prefixLength: z.number().optional().catch(undefined),
});

/** `common.v1.config.IPAddress`: one of both. */
export const ipAddressSchema = z
  .object({
    ipv4: addressSchema.optional().catch(undefined),
    ipv6: addressSchema.optional().catch(undefined),
  })
  .optional()
  .catch(undefined);

/** A list that an odd answer must not cost its owner. */
export function looseList<T extends z.ZodType>(item: T) {
  return z
    .array(z.unknown())
    .optional()
    .catch(undefined)
    .transform(items =>
      (items ?? []).flatMap(each => {
        const parsed = item.safeParse(each);
        return parsed.success ? [parsed.data as z.output<T>] : [];
      }),
    );
}
