import { join } from 'node:path';
import { clusterAccess } from './clusterAccess.ts';
import { CallMeter } from './control/CallMeter.ts';
import { Faults } from './control/Faults.ts';
import type { KeptSecrets } from './keptSecrets.ts';
import { describeCluster, type ClusterDescription } from './labDescription.ts';
import { portOf } from './ports.ts';
import { accessRoutes, type Access } from './proxmox/access/index.ts';
import { ClusterEndpoints } from './proxmox/api/ClusterEndpoints.ts';
import { ClusterTls } from './tls/ClusterTls.ts';
import type { Cluster } from './world/Cluster.ts';
import type { World } from './world/World.ts';

/** Where each cluster's nodes are from the first port on, and how many can be talked to. */
const ENTRY_PORTS: Record<string, { offset: number; nodes: number }> = {
  'pve-west': { offset: 6, nodes: 3 },
  'pve-east': { offset: 16, nodes: 2 },
};

export interface ProxmoxClustersOptions {
  world: World;
  secrets: KeptSecrets;
  directory: string;
  portBase?: number;
  latencyMilliseconds?: number;
  unauthenticatedDelayMilliseconds?: number;
  noRouteSeconds?: number;
}

/** The clusters of the world behind their ports, with what may go wrong in front of them. */
export class ProxmoxClusters {
  readonly faults: Faults;
  /** Of every entry node, by `cluster/node`. */
  readonly meters: Map<string, CallMeter> = new Map();
  readonly descriptions: ClusterDescription[] = [];
  private readonly options: ProxmoxClustersOptions;
  private readonly accesses: Map<string, Access> = new Map();
  private readonly endpoints: Map<string, ClusterEndpoints> = new Map();

  private constructor(options: ProxmoxClustersOptions) {
    this.options = options;
    this.faults = new Faults(
      {
        world: options.world,
        accessOf: id => of(this.accesses, id),
        setCondition: (id, node, condition) =>
          of(this.endpoints, id).setCondition(node, condition),
      },
      options.latencyMilliseconds,
    );
  }

  /** Starts them all, or, when one cannot start, none. */
  static async start(
    options: ProxmoxClustersOptions,
  ): Promise<ProxmoxClusters> {
    const clusters = new ProxmoxClusters(options);
    try {
      for (const cluster of options.world.clusters.values())
        await clusters.open(cluster);
    } catch (error) {
      await clusters.close();
      throw error;
    }
    return clusters;
  }

  async close(): Promise<void> {
    await this.faults.close();
    for (const endpoints of this.endpoints.values()) await endpoints.close();
  }

  private async open(cluster: Cluster): Promise<void> {
    const { world, secrets, directory, portBase = 0 } = this.options;
    const tokens = secrets.tokens[cluster.id];
    if (!tokens) throw new Error(`no tokens for cluster ${cluster.id}`);
    const access = clusterAccess(world, cluster, {
      ...tokens,
      password: secrets.password,
    });
    this.accesses.set(cluster.id, access);
    const tls = await ClusterTls.open({
      directory: join(directory, cluster.id),
      clusterName: cluster.id,
    });
    const endpoints = await ClusterEndpoints.start({
      world,
      cluster,
      access,
      tls,
      ports: entryPorts(cluster, portBase),
      accessRoutes: accessRoutes(access),
      interceptorOf: node => this.interceptorOf(cluster, node),
      unauthenticatedDelayMilliseconds:
        this.options.unauthenticatedDelayMilliseconds,
      noRouteSeconds: this.options.noRouteSeconds,
    });
    this.endpoints.set(cluster.id, endpoints);
    this.descriptions.push(describeCluster(cluster, endpoints, tls, secrets));
  }

  /** A node that was down keeps its counts when it comes back. */
  private interceptorOf(cluster: Cluster, node: string) {
    const key = `${cluster.id}/${node}`;
    const meter = this.meters.get(key) ?? new CallMeter();
    this.meters.set(key, meter);
    return this.faults.interceptor(cluster.id, node, meter);
  }
}

function of<T>(things: ReadonlyMap<string, T>, id: string): T {
  const thing = things.get(id);
  if (thing === undefined) throw new Error(`there is no cluster '${id}'`);
  return thing;
}

/** A large cluster has more nodes than ports: a client enters through the first few. */
function entryPorts(cluster: Cluster, portBase: number): Map<string, number> {
  const { offset, nodes } = ENTRY_PORTS[cluster.id] ?? { offset: 0, nodes: 0 };
  return new Map(
    [...cluster.nodes.keys()]
      .slice(0, nodes)
      .map((node, index) => [node, portOf(portBase, offset + index)]),
  );
}
