import type { Access } from '../access/Access.ts';
import {
  startApiServer,
  type ApiServer,
  type Interceptor,
  type Route,
} from '../http/index.ts';
import type { ClusterTls, NodeTls } from '../../tls/ClusterTls.ts';
import type { Cluster, NodeCondition } from '../../world/Cluster.ts';
import type { World } from '../../world/World.ts';
import { Entry } from './Entry.ts';
import { apiRoutes } from './index.ts';

export interface EndpointOptions {
  world: World;
  cluster: Cluster;
  access: Access;
  tls: ClusterTls;
  /** The port of each node that can be talked to directly; 0 takes a free one. */
  ports: ReadonlyMap<string, number>;
  interceptorOf: (node: string) => Interceptor;
  accessRoutes: Route[];
  unauthenticatedDelayMilliseconds?: number;
  noRouteSeconds?: number;
}

interface Endpoint {
  tls: NodeTls;
  port: number;
  server: ApiServer | undefined;
}

/** The ports of one cluster: one server for each node that can be talked to directly. */
export class ClusterEndpoints {
  private readonly options: EndpointOptions;
  private readonly endpoints = new Map<string, Endpoint>();

  private constructor(options: EndpointOptions) {
    this.options = options;
  }

  /** Starts them all, or, when one cannot start, none. */
  static async start(options: EndpointOptions): Promise<ClusterEndpoints> {
    const endpoints = new ClusterEndpoints(options);
    try {
      for (const [node, port] of options.ports)
        await endpoints.open(node, port);
    } catch (error) {
      await endpoints.close();
      throw error;
    }
    return endpoints;
  }

  /** Where each node is reached, in the order of the nodes. */
  get urls(): string[] {
    return [...this.endpoints.values()].map(
      ({ port }) => `https://localhost:${port}`,
    );
  }

  get fingerprints(): string[] {
    return [...this.endpoints.values()].map(({ tls }) => tls.fingerprint);
  }

  /** A node that is down refuses connections; one that comes back has its old port. */
  async setCondition(name: string, condition: NodeCondition): Promise<void> {
    const node = this.options.cluster.node(name);
    node.condition = condition;
    this.options.cluster.revision++;
    const endpoint = this.endpoints.get(name);
    if (!endpoint) return;
    if (condition === 'down') {
      const { server } = endpoint;
      endpoint.server = undefined;
      await server?.close();
    } else if (!endpoint.server) {
      await this.listen(name, endpoint);
    }
  }

  async close(): Promise<void> {
    await Promise.all(
      [...this.endpoints.values()].map(({ server }) => server?.close()),
    );
  }

  private async open(name: string, port: number): Promise<void> {
    const { cluster, tls } = this.options;
    const node = cluster.node(name);
    const certified = await tls.node(name, [node.plan.address]);
    node.fingerprint = certified.fingerprint;
    const endpoint: Endpoint = { tls: certified, port, server: undefined };
    await this.listen(name, endpoint);
    this.endpoints.set(name, endpoint);
  }

  private async listen(name: string, endpoint: Endpoint): Promise<void> {
    const { world, cluster, access, accessRoutes, noRouteSeconds } =
      this.options;
    endpoint.server = await startApiServer({
      port: endpoint.port,
      tls: endpoint.tls,
      access,
      routes: [
        ...apiRoutes(new Entry(world, cluster, name, noRouteSeconds)),
        ...accessRoutes,
      ],
      interceptor: this.options.interceptorOf(name),
      unauthenticatedDelayMilliseconds:
        this.options.unauthenticatedDelayMilliseconds,
    });
    endpoint.port = endpoint.server.port;
  }
}
