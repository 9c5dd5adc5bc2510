import type { Proxmox } from 'proxmox-api';
import type { Cluster, ClusterNode } from '../../world/Cluster.ts';
import type { StoragePlan } from '../../world/clusterPlan.ts';
import type { Guest } from '../../world/Guest.ts';
import { loadOf, storageUse, type NodeLoad } from '../../world/load.ts';
import type { World } from '../../world/World.ts';

/** A row of a list, as it goes out. */
export type Row = Record<string, unknown>;

/** A row of the cluster's list. */
export type ResourceRow = Proxmox.clusterResourcesResources;

/**
 * A guest in the cluster's list. A node that reports nothing leaves only what the cluster's
 * file system knows: id, node, lock, tags, pool and what the HA manager says.
 */
export function guestRow(
  world: World,
  cluster: Cluster,
  guest: Guest,
): ResourceRow {
  const row: ResourceRow = {
    id: `${guest.kind}/${guest.vmid}`,
    vmid: guest.vmid,
    node: guest.node,
    type: guest.kind,
    status: 'unknown',
  };
  if (cluster.node(guest.node).condition === 'online') {
    const { name, template } = guest.summary;
    const load = loadOf(world, cluster, guest);
    Object.assign(row, {
      name,
      // A paused machine shows as such here, and as running in its node's own list; a frozen
      // container counts as running everywhere.
      status:
        guest.kind === 'lxc' && guest.power === 'paused'
          ? 'running'
          : guest.power,
      template: template ? 1 : 0,
      ...load,
    });
    if (cluster.plan.major >= 9) row.memhost = memhostOf(guest, load.mem);
  }
  if (guest.lock) row.lock = guest.lock;
  if (guest.summary.tags) row.tags = guest.summary.tags;
  if (guest.pool) row.pool = guest.pool;
  if (guest.highAvailability) row.hastate = guest.highAvailability.state;
  return row;
}

/** What the host sees a machine use: a little more than the machine does. */
export function memhostOf(guest: Guest, mem: number): number {
  return guest.kind === 'qemu' ? Math.round(mem * 1.03) : mem;
}

/** A node in a list; without the right to audit it, its figures stay out. */
export function nodeRow(
  node: ClusterNode,
  load: NodeLoad | undefined,
  withStats: boolean,
): ResourceRow {
  const row: ResourceRow = {
    id: `node/${node.name}`,
    node: node.name,
    type: 'node',
    status:
      node.condition === 'online'
        ? 'online'
        : node.condition === 'down'
          ? 'offline'
          : 'unknown',
  };
  if (node.condition !== 'online') return row;
  row.level = node.plan.subscription;
  if (!withStats || !load) return row;
  return {
    ...row,
    uptime: load.uptime,
    cpu: load.cpu,
    maxcpu: node.cpus,
    mem: load.mem,
    maxmem: node.plan.memoryBytes,
    disk: load.disk,
    maxdisk: node.plan.rootBytes,
  };
}

/** A storage as one node sees it: a shared one shows once for every node. */
export function storageRow(
  world: World,
  cluster: Cluster,
  storage: StoragePlan,
  node: string,
): ResourceRow {
  const row: ResourceRow = {
    id: `storage/${node}/${storage.storage}`,
    storage: storage.storage,
    node,
    type: 'storage',
    plugintype: storage.type,
    status: 'unknown',
    shared: storage.shared ? 1 : 0,
    content: storage.content,
  };
  if (cluster.node(node).condition !== 'online') return row;
  const { total, used } = storageUse(world, storage, node);
  return { ...row, status: 'available', maxdisk: total, disk: used };
}
