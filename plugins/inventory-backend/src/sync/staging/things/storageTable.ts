import type { ObservedStorage } from '@flyloft/plugin-inventory-node';
import { arrayText } from '../copyText';
import { wordList } from '../plainValues';
import { bytes, type ThingTable } from './thingTable';

/** How storages are staged and stored. */
export const storageTable: ThingTable<ObservedStorage> = {
  kind: 'storage',
  table: 'storages',
  clusterExternalId: seen => seen.clusterExternalId,
  hostExternalId: seen => seen.hostExternalId,
  links: ['cluster', 'host'],
  silentBecause: `coalesce(
    (select x.reason from silent_clusters x where x.id = m.cluster_id),
    (select h.reason from silent_hosts h where h.id = m.host_id),
    case when not m.listed and m.shared then (select h.reason
      from silent_hosts h where h.cluster_id = m.cluster_id limit 1) end)`,
  fields: [
    { column: 'name', type: 'text', fact: 'name', value: seen => seen.name },
    { column: 'type', type: 'text', fact: 'type', value: seen => seen.type },
    {
      column: 'shared',
      type: 'boolean',
      fact: 'shared',
      value: seen => seen.shared,
    },
    {
      column: 'status',
      type: 'text',
      fact: 'status',
      value: seen => seen.status,
    },
    {
      column: 'content',
      type: 'text[]',
      fact: 'content',
      value: seen => arrayText(wordList(seen.content)),
    },
    {
      column: 'capacity_bytes',
      type: 'bigint',
      fact: 'capacityBytes',
      value: (seen, note) => bytes(seen.capacityBytes, 'its capacity', note),
    },
    {
      column: 'used_bytes',
      type: 'bigint',
      sample: true,
      value: (seen, note) => bytes(seen.usedBytes, 'its use', note),
    },
  ],
};
