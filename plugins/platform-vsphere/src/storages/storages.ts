import { toBoolean, toNumber } from '@flyloft/plugin-inventory-node';
import type { ObservedStorage } from '@flyloft/plugin-inventory-node';
import type { ObjectContent } from '../client/InventoryReader';
import { referenceOf } from '../soap/reference';
import { plainName } from '../tree/InventoryTree';

/** What is read of a datastore. */
export const datastorePaths = ['name', 'summary', 'host'] as const;

/** A datastore; local when only one host mounts it. */
export function observedStorage({
  ref,
  properties,
}: ObjectContent): ObservedStorage {
  const summary = properties.get('summary');
  const hosts = (properties.get('host')?.children ?? []).flatMap(
    mount => referenceOf(mount.child('key'))?.id ?? [],
  );
  const shared =
    toBoolean(summary?.textOf('multipleHostAccess')) ?? hosts.length > 1;
  const accessible = toBoolean(summary?.textOf('accessible'));
  const capacity = toNumber(summary?.textOf('capacity'));
  const free = toNumber(summary?.textOf('freeSpace'));
  const known = accessible !== false && capacity !== undefined;
  return {
    kind: 'storage',
    externalId: ref.id,
    name: plainName(properties.get('name')?.text || ref.id),
    type: summary?.textOf('type') ?? null,
    shared,
    // A datastore belongs to a data centre, and any of its clusters may use it.
    clusterExternalId: null,
    hostExternalId: !shared && hosts.length === 1 ? hosts[0] : null,
    status: statusOf(accessible),
    content: [],
    // What is not accessible has stale figures; the last ones are kept.
    capacityBytes: known ? capacity : undefined,
    usedBytes:
      known && free !== undefined ? Math.max(0, capacity - free) : undefined,
  };
}

function statusOf(accessible: boolean | undefined): ObservedStorage['status'] {
  if (accessible === undefined) return 'unknown';
  return accessible ? 'available' : 'unavailable';
}
