import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '../http/index.ts';
import type { Cluster } from '../../world/Cluster.ts';
import type { World } from '../../world/World.ts';

/** How long a host that is off keeps a proxied call waiting before the network gives up. */
const NO_ROUTE_SECONDS = 3;

/**
 * The node whose API a client talks to. Calls about another node are passed on to that one,
 * which is why it matters which of them answers.
 */
export class Entry {
  readonly world: World;
  readonly cluster: Cluster;
  readonly node: string;
  private readonly noRouteSeconds: number;

  constructor(
    world: World,
    cluster: Cluster,
    node: string,
    noRouteSeconds = NO_ROUTE_SECONDS,
  ) {
    this.world = world;
    this.cluster = cluster;
    this.node = node;
    this.noRouteSeconds = noRouteSeconds;
  }

  /** Gets through to the node a call is about, or fails the way the proxy between nodes does. */
  async reach(node: string, signal: AbortSignal): Promise<void> {
    if (node === 'localhost' || node === this.node) return;
    const target = this.cluster.nodes.get(node);
    if (!target) {
      throw ApiError.failed(
        `hostname lookup '${node}' failed - failed to get address info for: ${node}: Name or service not known`,
      );
    }
    if (target.condition !== 'down') return;
    await delay(this.noRouteSeconds * 1000, undefined, { signal });
    throw new ApiError(595, 'No route to host');
  }

  /** `localhost` is the node itself. */
  nameOf(node: string): string {
    return node === 'localhost' ? this.node : node;
  }
}
