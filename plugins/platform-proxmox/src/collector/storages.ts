import type { ObservedStorage } from '@flyloft/plugin-inventory-node';
import type { StorageConfig } from '../wire/clusterAnswers';
import { parseTags } from '../wire/guestFields';
import type { StorageRow } from '../wire/resources';
import { clusterExternalId } from './guestFacts';

/** A storage is one thing when shared, else one on each node. */
function keyOf(row: StorageRow, shared: boolean): string {
  return shared ? row.storage : `${row.node}/${row.storage}`;
}

function observedStorage(
  externalId: string,
  rows: StorageRow[],
  shared: boolean,
  config: StorageConfig | undefined,
): ObservedStorage {
  // Any node that sees a shared storage speaks for it.
  const best = rows.find(row => row.status === 'available') ?? rows[0];
  const available = best.status === 'available';
  return {
    kind: 'storage',
    externalId,
    name: best.storage,
    type: best.type ?? config?.type ?? null,
    shared,
    clusterExternalId,
    hostExternalId: shared ? null : best.node,
    status: available ? 'available' : 'unknown',
    content:
      best.content.length > 0
        ? best.content
        : parseTags(config?.content).sort(),
    // What is not available has no figures; the last ones are kept.
    capacityBytes: available ? best.capacityBytes : undefined,
    usedBytes: available ? best.usedBytes : undefined,
  };
}

/**
 * The storages of a cluster: Proxmox lists each once per node, the shared ones
 * too. The configuration knows type and content of those that no node shows.
 */
export function observedStorages(
  rows: StorageRow[],
  configs: StorageConfig[],
): ObservedStorage[] {
  const byName = new Map(configs.map(config => [config.storage, config]));
  const groups = new Map<string, { shared: boolean; rows: StorageRow[] }>();
  for (const row of rows) {
    const shared = row.shared || (byName.get(row.storage)?.shared ?? false);
    const key = keyOf(row, shared);
    const group = groups.get(key) ?? { shared, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  return [...groups]
    .map(([externalId, group]) =>
      observedStorage(
        externalId,
        group.rows,
        group.shared,
        byName.get(group.rows[0].storage),
      ),
    )
    .sort((a, b) => (a.externalId < b.externalId ? -1 : 1));
}
