import type { Cluster, ClusterNode } from './Cluster.ts';
import type { StoragePlan } from './clusterPlan.ts';
import type { Guest } from './Guest.ts';
import { GIB } from './guestConfig.ts';
import { hash } from './random.ts';
import type { World } from './World.ts';

/** How busy a guest is. All of it follows from the seed, the guest and the tick: nothing is kept. */
export interface GuestLoad {
  uptime: number;
  maxcpu: number;
  /** Share of the guest's own CPUs, 0 to 1. */
  cpu: number;
  mem: number;
  maxmem: number;
  disk: number;
  maxdisk: number;
  netin: number;
  netout: number;
  diskread: number;
  diskwrite: number;
}

const STOPPED = {
  cpu: 0,
  mem: 0,
  netin: 0,
  netout: 0,
  diskread: 0,
  diskwrite: 0,
  uptime: 0,
};

/** What a guest uses at this tick; a paused one uses memory and no time. */
export function loadOf(
  world: World,
  cluster: Cluster,
  guest: Guest,
): GuestLoad {
  const summary = guest.summary;
  const hostCpus = cluster.node(guest.node).cpus;
  const key = hash(world.seed, cluster.id, guest.vmid);
  const filled = 0.15 + (((key >>> 16) & 255) / 255) * 0.7;
  const limits = {
    maxcpu:
      guest.kind === 'qemu'
        ? Math.min(summary.maxCpus, hostCpus)
        : summary.maxCpus || hostCpus,
    maxmem: summary.memoryBytes,
    maxdisk: summary.bootDiskBytes,
    // The host cannot see into a machine's disks, only into a container's file system.
    disk:
      guest.kind === 'qemu' ? 0 : Math.round(summary.bootDiskBytes * filled),
  };
  if (guest.power === 'stopped') {
    return {
      ...limits,
      ...STOPPED,
      disk: guest.kind === 'qemu' ? 0 : limits.disk,
    };
  }
  const usual = 0.01 + ((key & 255) / 255) ** 3 * 0.6;
  const wave = 1 + 0.4 * Math.sin(world.tick / 20 + (key >>> 8));
  const noise = 0.8 + (hash(key, world.tick) / 0xffff_ffff) * 0.4;
  const uptime = Math.max(1, world.now() - guest.bootedAt);
  const rate = (shift: number) => 200 + ((key >>> shift) & 1023) ** 2 / 8;
  return {
    ...limits,
    uptime,
    cpu: guest.power === 'paused' ? 0 : Math.min(1, usual * wave * noise),
    mem: Math.round(
      summary.memoryBytes * Math.min(0.97, filled * (0.97 + noise * 0.04)),
    ),
    netin: Math.round(uptime * rate(0)),
    netout: Math.round(uptime * rate(4)),
    diskread: guest.kind === 'qemu' ? 0 : Math.round(uptime * rate(8)),
    diskwrite: guest.kind === 'qemu' ? 0 : Math.round(uptime * rate(12)),
  };
}

export interface NodeLoad {
  uptime: number;
  cpu: number;
  mem: number;
  disk: number;
  /** Averages over 1, 5 and 15 minutes. */
  loadAverages: [number, number, number];
}

/** What every node of a cluster uses: the sum over its guests, and a little of its own. */
export function nodeLoads(
  world: World,
  cluster: Cluster,
): Map<string, NodeLoad> {
  const busy = new Map<string, { cpus: number; mem: number }>();
  for (const guest of cluster.guests.values()) {
    if (guest.power === 'stopped') continue;
    const load = loadOf(world, cluster, guest);
    const sum = busy.get(guest.node) ?? { cpus: 0, mem: 0 };
    sum.cpus += load.cpu * load.maxcpu;
    sum.mem += load.mem;
    busy.set(guest.node, sum);
  }
  const loads = new Map<string, NodeLoad>();
  for (const node of cluster.nodes.values()) {
    const sum = busy.get(node.name) ?? { cpus: 0, mem: 0 };
    const cpu = Math.min(0.99, sum.cpus / node.cpus + 0.01);
    const average = cpu * node.cpus;
    const jitter =
      (hash(world.seed, node.name, world.tick) / 0xffff_ffff) * 0.2 + 0.9;
    loads.set(node.name, {
      uptime: uptimeOf(world, node),
      cpu,
      mem: Math.round(
        Math.min(node.plan.memoryBytes * 0.96, sum.mem * 1.01 + 3.2 * GIB),
      ),
      disk: Math.round(
        node.plan.rootBytes * (0.12 + (hash(world.seed, node.name) % 30) / 100),
      ),
      loadAverages: [average * jitter, average, average * 0.97],
    });
  }
  return loads;
}

export function uptimeOf(world: World, node: ClusterNode): number {
  return Math.max(0, world.now() - node.plan.bootedAt);
}

/** How full a storage is; a local one differs from node to node. */
export function storageUse(
  world: World,
  storage: StoragePlan,
  node: string,
): { total: number; used: number } {
  const total = Math.round(storage.capacityBytes);
  const place = storage.shared ? storage.storage : `${node}/${storage.storage}`;
  const offset = (hash(world.seed, place) / 0xffff_ffff - 0.5) * 0.1;
  const growth = Math.min(0.05, world.tick * 0.000_005);
  const share = Math.min(
    0.98,
    Math.max(0.02, storage.usedFraction + offset + growth),
  );
  // Whole mebibytes: nobody fills a disk by single bytes.
  return { total, used: Math.floor((total * share) / 1_048_576) * 1_048_576 };
}
