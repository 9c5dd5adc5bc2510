import type { ObservedCluster } from '@flyloft/plugin-inventory-node';
import type { ThingTable } from './thingTable';

/** How clusters are staged and stored. */
export const clusterTable: ThingTable<ObservedCluster> = {
  kind: 'cluster',
  table: 'clusters',
  links: [],
  silentBecause: `(select u.reason from silence u
    where u.scope = 'cluster' and u.external_id = m.external_id limit 1)`,
  fields: [
    { column: 'name', type: 'text', fact: 'name', value: seen => seen.name },
    {
      column: 'version',
      type: 'text',
      fact: 'version',
      value: seen => seen.version,
    },
    {
      column: 'quorate',
      type: 'boolean',
      fact: 'quorate',
      value: seen => seen.quorate,
    },
    { column: 'platform_url', type: 'text', value: seen => seen.platformUrl },
  ],
};
