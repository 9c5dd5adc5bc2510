import { looseText } from '@flyloft/plugin-inventory-node';
import { z } from 'zod';

/*
 * The envelope of every v3 list. Prism Central v3 API reference (3.1),
 * `*_list_intent_response`: `entities` with `metadata` and `status`, and a
 * `list_metadata_output` with `total_matches`, `offset` and `length`.
 */
export const v3PageSchema = z
  .object({
    entities: z.array(z.unknown()),
    metadata: z.object({ total_matches: z.number().int().nonnegative() }),
  })
  .transform(({ entities, metadata }) => ({
    entities,
    total: metadata.total_matches,
  }));

/** `kind`, `uuid` and, most times, `name` of another thing. */
export const v3ReferenceSchema = z
  .object({ uuid: looseText, name: looseText })
  .optional()
  .catch(undefined);

/** What every entity has: `metadata` of its kind. */
export const v3MetadataSchema = z.object({
  uuid: z.string().min(1),
  creation_time: looseText,
  /** Values by key of a category; a key may have several. */
  categories_mapping: z
    .record(z.string(), z.array(z.string()))
    .optional()
    .catch(undefined),
  categories: z.record(z.string(), z.string()).optional().catch(undefined),
  project_reference: v3ReferenceSchema,
  owner_reference: v3ReferenceSchema,
});
