import { createHash } from 'node:crypto';

/** Where the ids of inventory things stand on entities. */
export const annotations = {
  guest: 'flyloft.io/guest-id',
  host: 'flyloft.io/host-id',
  cluster: 'flyloft.io/cluster-id',
  network: 'flyloft.io/network-id',
  platform: 'flyloft.io/platform',
} as const;

/** The kinds of things that are entities by themselves. */
export type NamedKind = 'guest' | 'host' | 'cluster' | 'network';

/**
 * An entity's name: made from the inventory's own id, which outlives renames
 * and moves, and within the catalog's 63 characters.
 */
export function entityName(kind: NamedKind, id: string): string {
  return `${kind}-${id}`;
}

/** The name of an address or a port of a guest, from what identifies it there. */
export function partName(
  kind: 'address' | 'port',
  guestId: string,
  key: string,
): string {
  const digest = createHash('sha256').update(`${guestId}/${key}`).digest('hex');
  return `${kind}-${digest.slice(0, 40)}`;
}

/** The reference of a resource of the projection. */
export function entityRef(name: string): string {
  return `resource:default/${name}`;
}

/**
 * Turns a platform's tag into one that the catalog takes (lower case letters,
 * digits, `+#:`, dashes between); null when nothing of it is left.
 */
export function catalogTag(tag: string): string | null {
  const clean = tag
    .toLowerCase()
    .replace(/[^a-z0-9+#:]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 63)
    .replace(/-+$/, '');
  return clean === '' ? null : clean;
}
