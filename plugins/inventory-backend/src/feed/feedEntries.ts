import type { Change, FeedEntry } from '@flyloft/plugin-inventory-common';

/** Reads things of one kind by id; absent ones are not visible. */
export type ThingReaders = Record<
  Change['kind'],
  (ids: string[]) => Promise<Map<string, unknown>>
>;

/**
 * Joins changes with the things they are about, one look-up per kind. A thing
 * that changed several times in a page is the same, present one each time.
 */
export async function withObjects(
  changes: Change[],
  readers: ThingReaders,
): Promise<FeedEntry[]> {
  const idsByKind = new Map<Change['kind'], Set<string>>();
  for (const change of changes) {
    const ids = idsByKind.get(change.kind) ?? new Set();
    idsByKind.set(change.kind, ids.add(change.objectId));
  }
  const found = new Map<string, unknown>();
  for (const [kind, ids] of idsByKind) {
    for (const [id, thing] of await readers[kind]([...ids])) {
      found.set(id, thing);
    }
  }
  return changes.map(change => ({
    ...change,
    object: found.get(change.objectId) ?? null,
  }));
}
