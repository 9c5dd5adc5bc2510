import { route, type Caller, type Route } from '../http/index.ts';
import { nodeLoads } from '../../world/load.ts';
import type { Entry } from './Entry.ts';
import { guestRow, nodeRow, storageRow, type ResourceRow } from './rows.ts';

/** The whole cluster in one list. */
export function resourceRoutes(entry: Entry): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cluster/resources',
      parameters: {
        type: {
          type: 'string',
          optional: true,
          enum: ['vm', 'storage', 'node', 'sdn'],
        },
      },
      permission: 'any',
      handler({ caller, parameters: { type } }) {
        return [
          ...(type === undefined ? pools(entry, caller) : []),
          ...(type === undefined || type === 'vm' ? guests(entry, caller) : []),
          ...(type === undefined || type === 'node'
            ? nodes(entry, caller)
            : []),
          ...(type === undefined || type === 'storage'
            ? storages(entry, caller)
            : []),
          ...(type === undefined || type === 'sdn' ? zones(entry, caller) : []),
        ];
      },
    }),
  ];
}

function pools({ cluster }: Entry, caller: Caller): ResourceRow[] {
  return [...cluster.pools.keys()]
    .filter(pool => caller.has(`/pool/${pool}`, 'Pool.Audit'))
    .map(pool => ({ id: `/pool/${pool}`, pool, type: 'pool' }));
}

function guests({ world, cluster }: Entry, caller: Caller): ResourceRow[] {
  const rows: ResourceRow[] = [];
  for (const guest of cluster.guests.values()) {
    if (!caller.has(`/vms/${guest.vmid}`, 'VM.Audit')) continue;
    rows.push(guestRow(world, cluster, guest));
  }
  return rows;
}

function nodes({ world, cluster }: Entry, caller: Caller): ResourceRow[] {
  const loads = nodeLoads(world, cluster);
  return [...cluster.nodes.values()].map(node =>
    nodeRow(
      node,
      loads.get(node.name),
      caller.has(`/nodes/${node.name}`, 'Sys.Audit'),
    ),
  );
}

function storages({ world, cluster }: Entry, caller: Caller): ResourceRow[] {
  const rows: ResourceRow[] = [];
  for (const storage of cluster.plan.storages) {
    if (!caller.has(`/storage/${storage.storage}`, 'Datastore.Audit')) continue;
    for (const node of cluster.nodes.keys()) {
      if (storage.nodes && !storage.nodes.includes(node)) continue;
      rows.push(storageRow(world, cluster, storage, node));
    }
  }
  return rows;
}

/** Version 9 calls them networks, version 8 calls them by what defines them. */
function zones({ cluster }: Entry, caller: Caller): ResourceRow[] {
  const rows: ResourceRow[] = [];
  for (const node of cluster.nodes.values()) {
    if (node.condition === 'down') continue;
    for (const { zone, type } of cluster.plan.zones) {
      if (!caller.any(`/sdn/zones/${zone}`, ['SDN.Audit', 'SDN.Allocate']))
        continue;
      rows.push(
        cluster.plan.major >= 9
          ? {
              id: `network/${node.name}/zone/${zone}`,
              network: zone,
              'network-type': 'zone',
              'zone-type': type,
              node: node.name,
              type: 'network',
              status: 'ok',
            }
          : {
              id: `sdn/${node.name}/${zone}`,
              sdn: zone,
              node: node.name,
              type: 'sdn',
              status: 'ok',
            },
      );
    }
  }
  return rows;
}
