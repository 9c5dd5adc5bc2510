import type { z } from 'zod';
import {
  clusterStatusSchema,
  guestConfigSchema,
  nodeGuestsSchema,
  nodeNetworkSchema,
  nodeStatusSchema,
  storageConfigsSchema,
  versionSchema,
  vnetsSchema,
} from '../wire/clusterAnswers';
import {
  hostNameSchema,
  insideInterfacesSchema,
  systemSchema,
} from '../wire/agentAnswers';
import {
  certificatesSchema,
  haStatusSchema,
  replicationSchema,
  subnetsSchema,
  subscriptionSchema,
} from '../wire/nodeAnswers';
import {
  haGroupsSchema,
  haResourcesSchema,
  haRulesSchema,
  type HaPlacement,
} from '../wire/haAnswers';
import { permissionsSchema } from '../wire/permissions';
import {
  parseResource,
  type GuestRow,
  type ResourceRow,
} from '../wire/resources';
import {
  parseVolume,
  snapshotsSchema,
  type ContentKind,
  type Volume,
} from '../wire/storageContent';
import { tasksSchema } from '../wire/tasks';
import type { ProxmoxClient } from './ProxmoxClient';

// The bulk answer of 100,000 guests is 30 MB that one worker writes.
const bulkTimeoutFactor = 4;

/** Which guest a call is about. */
export type GuestAddress = Pick<GuestRow, 'type' | 'vmid' | 'node'>;

const segment = encodeURIComponent;
const guestPath = ({ node, type, vmid }: GuestAddress) =>
  `/nodes/${segment(node)}/${type}/${vmid}`;

/**
 * The questions the inventory asks a cluster: paths, parameters and forms of
 * answers in one place. It only ever reads.
 */
export class ClusterClient {
  constructor(
    private readonly client: ProxmoxClient,
    private readonly options: {
      requestTimeoutMilliseconds: number;
      agentTimeoutMilliseconds: number;
    },
  ) {}

  get identity(): string {
    return this.client.identity;
  }

  /** How many calls can be under way at once. */
  get parallelCalls(): number {
    return this.client.parallelCalls;
  }

  version(signal: AbortSignal) {
    return this.client.get('/version', versionSchema, { signal });
  }

  /** What our own user or token may do. */
  permissions(signal: AbortSignal) {
    return this.client.get('/access/permissions', permissionsSchema, {
      signal,
    });
  }

  clusterStatus(signal: AbortSignal) {
    return this.client.get('/cluster/status', clusterStatusSchema, { signal });
  }

  /** Everything there is, in one call, row by row. */
  resources(signal: AbortSignal): Promise<ResourceRow[]> {
    return this.client.rows('/cluster/resources', parseResource, {
      signal,
      timeoutMilliseconds:
        bulkTimeoutFactor * this.options.requestTimeoutMilliseconds,
    });
  }

  storageConfigs(signal: AbortSignal) {
    return this.client.get('/storage', storageConfigsSchema, { signal });
  }

  vnets(signal: AbortSignal) {
    return this.client.get('/cluster/sdn/vnets', vnetsSchema, { signal });
  }

  /** The prefixes of one vnet. */
  subnets(vnet: string, signal: AbortSignal) {
    return this.client.get(
      `/cluster/sdn/vnets/${segment(vnet)}/subnets`,
      subnetsSchema,
      { signal },
    );
  }

  /** What the high-availability managers of the nodes say of themselves. */
  haStatus(signal: AbortSignal) {
    return this.client.get('/cluster/ha/status/current', haStatusSchema, {
      signal,
    });
  }

  /** What keeps guests on or off nodes: rules from version 9 on, groups before. */
  async haPlacement(
    version: string,
    signal: AbortSignal,
  ): Promise<HaPlacement> {
    const get = <T>(what: string, schema: z.ZodType<T>) =>
      this.client.get(`/cluster/ha/${what}`, schema, { signal });
    if (Number.parseInt(version, 10) >= 9) {
      return { kind: 'rules', rules: await get('rules', haRulesSchema) };
    }
    const [resources, groups] = await Promise.all([
      get('resources', haResourcesSchema),
      get('groups', haGroupsSchema),
    ]);
    return { kind: 'groups', resources, groups };
  }

  /** What lies on a storage as a node sees it, row by row; `toRow` makes each slim. */
  storageContent<T>(
    place: { node: string; storage: string },
    content: ContentKind,
    toRow: (volume: Volume) => T | null,
    signal: AbortSignal,
  ): Promise<T[]> {
    return this.client.rows(
      `/nodes/${segment(place.node)}/storage/${segment(place.storage)}/content`,
      row => toRow(parseVolume(row)),
      {
        signal,
        query: { content },
        timeoutMilliseconds:
          bulkTimeoutFactor * this.options.requestTimeoutMilliseconds,
      },
    );
  }

  /** The last tasks of every node, some 25 of each. */
  recentTasks(signal: AbortSignal) {
    return this.client.get('/cluster/tasks', tasksSchema, { signal });
  }

  /** The tasks of one node since a time. */
  nodeTasks(node: string, since: Date, signal: AbortSignal) {
    return this.client.get(`/nodes/${segment(node)}/tasks`, tasksSchema, {
      signal,
      query: {
        since: Math.floor(since.getTime() / 1000),
        limit: 1000,
        source: 'archive',
      },
    });
  }

  nodeStatus(node: string, signal: AbortSignal) {
    return this.client.get(`/nodes/${segment(node)}/status`, nodeStatusSchema, {
      signal,
    });
  }

  nodeNetwork(node: string, signal: AbortSignal) {
    return this.client.get(
      `/nodes/${segment(node)}/network`,
      nodeNetworkSchema,
      { signal },
    );
  }

  nodeCertificates(node: string, signal: AbortSignal) {
    return this.client.get(
      `/nodes/${segment(node)}/certificates/info`,
      certificatesSchema,
      { signal },
    );
  }

  nodeSubscription(node: string, signal: AbortSignal) {
    return this.client.get(
      `/nodes/${segment(node)}/subscription`,
      subscriptionSchema,
      { signal },
    );
  }

  /** The jobs that copy guests from this node to others. */
  nodeReplication(node: string, signal: AbortSignal) {
    return this.client.get(
      `/nodes/${segment(node)}/replication`,
      replicationSchema,
      { signal },
    );
  }

  /** What a node itself tells of its guests, for when the bulk answer doesn't. */
  nodeGuests(node: string, type: 'qemu' | 'lxc', signal: AbortSignal) {
    return this.client.get(
      `/nodes/${segment(node)}/${type}`,
      nodeGuestsSchema,
      { signal },
    );
  }

  /** A guest's configuration as it runs, without what waits for a restart. */
  guestConfig(guest: GuestAddress, signal: AbortSignal) {
    return this.client.get(`${guestPath(guest)}/config`, guestConfigSchema, {
      signal,
      query: { current: 1 },
    });
  }

  snapshots(guest: GuestAddress, signal: AbortSignal) {
    return this.client.get(`${guestPath(guest)}/snapshot`, snapshotsSchema, {
      signal,
    });
  }

  /** A container's interfaces, which the node itself sees. */
  containerInterfaces(guest: GuestAddress, signal: AbortSignal) {
    return this.ask(
      `${guestPath(guest)}/interfaces`,
      insideInterfacesSchema,
      signal,
    );
  }

  agentInterfaces(guest: GuestAddress, signal: AbortSignal) {
    return this.ask(
      `${guestPath(guest)}/agent/network-get-interfaces`,
      insideInterfacesSchema,
      signal,
    );
  }

  agentHostName(guest: GuestAddress, signal: AbortSignal) {
    return this.ask(
      `${guestPath(guest)}/agent/get-host-name`,
      hostNameSchema,
      signal,
    );
  }

  agentSystem(guest: GuestAddress, signal: AbortSignal) {
    return this.ask(
      `${guestPath(guest)}/agent/get-osinfo`,
      systemSchema,
      signal,
    );
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  /** Asks inside a guest: briefly, and once. */
  private ask<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal) {
    return this.client.get(path, schema, {
      signal,
      attempts: 1,
      asksGuest: true,
      timeoutMilliseconds: this.options.agentTimeoutMilliseconds,
    });
  }
}
