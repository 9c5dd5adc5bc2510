import { z } from 'zod';

/*
 * Objects are read loosely: one odd field must not cost a guest its facts. A
 * thing without a name or uid is none, and the answer is malformed.
 */

export const looseText = z.string().min(1).optional().catch(undefined);
export const looseNumber = z.number().optional().catch(undefined);
export const looseBoolean = z.boolean().optional().catch(undefined);
export const textMap = z
  .record(z.string(), z.string())
  .optional()
  .catch(undefined);

/** A list whose odd entries are left out. */
export function looseArray<T extends z.ZodType>(entry: T) {
  return z
    .array(z.unknown())
    .catch([])
    .optional()
    .transform(entries =>
      (entries ?? []).flatMap(each => {
        const { data, success } = entry.safeParse(each);
        return success ? [data as z.infer<T>] : [];
      }),
    );
}

/** An object that may be missing or odd. */
export function looseObject<S extends z.ZodRawShape>(shape: S) {
  return z.object(shape).optional().catch(undefined);
}

export const metadataSchema = z.object({
  name: z.string().min(1),
  namespace: looseText,
  uid: z.string().min(1),
  resourceVersion: looseText,
  creationTimestamp: looseText,
  deletionTimestamp: looseText,
  labels: textMap,
  annotations: textMap,
  ownerReferences: looseArray(
    z.object({
      kind: z.string(),
      name: z.string(),
      uid: z.string(),
      controller: looseBoolean,
    }),
  ),
});
export type Metadata = z.infer<typeof metadataSchema>;

/** The place of a thing in a list of its kind: `namespace/name`. */
export function keyOf({
  namespace,
  name,
}: Pick<Metadata, 'namespace' | 'name'>): string {
  return namespace === undefined ? name : `${namespace}/${name}`;
}

/** A time as the inventory keeps it; null for what is none. */
export function timeOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds)
    ? null
    : new Date(milliseconds).toISOString();
}

export const conditionsSchema = looseArray(
  z.object({
    type: z.string(),
    status: z.string(),
    reason: looseText,
    message: looseText,
  }),
);
export type Condition = z.infer<typeof conditionsSchema>[number];

/** What an object says of one of its conditions: `True`, `False`, `Unknown`. */
export function conditionOf(
  conditions: readonly Condition[],
  type: string,
): string | undefined {
  return conditions.find(each => each.type === type)?.status;
}
