import type {
  CollectionGap,
  ObservedHost,
  UnreachableScope,
} from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { NodeInterface, NodeStatus } from '../wire/clusterAnswers';
import type { GuestRow } from '../wire/resources';
import {
  certificateEnd,
  subscriptionEnd,
  subscriptionWords,
  type ReplicationJob,
} from '../wire/nodeAnswers';
import { observedHost, silentHost, type ListedNode } from './hosts';
import type { PlatformLinks } from './platformLinks';

/** What one node answered about itself. */
export interface NodeAnswer {
  node: ListedNode;
  host: ObservedHost;
  /** Null when it did not answer, or not to this. */
  interfaces: NodeInterface[] | null;
  /** The jobs that send from it; null when it did not tell. */
  replication: ReplicationJob[] | null;
  unreachable: UnreachableScope | null;
  gaps: CollectionGap[];
}

/** Reads what nodes tell of themselves. */
export class NodeReader {
  constructor(
    private readonly cluster: ClusterClient,
    private readonly links: PlatformLinks,
    private readonly now: Date,
    private readonly signal: AbortSignal,
    /** The nodes that are in maintenance; null when nobody told. */
    private readonly maintenance: ReadonlySet<string> | null = null,
  ) {}

  async read(node: ListedNode): Promise<NodeAnswer> {
    if (node.silence !== undefined) return this.silent(node, node.silence);
    const gaps: CollectionGap[] = [];
    let status: NodeStatus | null = null;
    try {
      status = await this.cluster.nodeStatus(node.name, this.signal);
    } catch (error) {
      if (!(error instanceof ProxmoxError)) throw error;
      if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
      if (isProxmoxFailure(error, 'node-silent')) {
        return this.silent(node, error.reason);
      }
      gaps.push(gap(`host ${node.name}`, error, []));
    }
    const interfaces = await this.interfaces(node, gaps);
    const [contracts, replication] = await Promise.all([
      this.contracts(node.name),
      this.optional(this.cluster.nodeReplication(node.name, this.signal)),
    ]);
    return {
      node,
      host: {
        ...observedHost(node, status, this.links, this.now),
        ...contracts,
        maintenance: this.maintenance?.has(node.name),
      },
      interfaces,
      replication,
      unreachable: null,
      gaps,
    };
  }

  /**
   * Fills in guests that the bulk answer lists without facts though their node
   * is there: for a while after a restart of its statistics daemon, the cluster
   * knows the node again, but not yet its guests.
   */
  async fillIn(node: string, rows: GuestRow[]): Promise<void> {
    for (const type of ['qemu', 'lxc'] as const) {
      const untold = rows.filter(row => row.type === type && !row.told);
      if (untold.length === 0) continue;
      const listed = await this.guestsOf(node, type);
      for (const row of untold) {
        const own = listed.get(row.vmid);
        if (!own?.status) continue;
        row.told = true;
        row.status = own.status;
        row.name = own.name;
        row.vcpus = own.cpus;
        row.memoryBytes = own.maxmem;
        row.uptimeSeconds = own.uptime;
        row.tags = own.tags;
        row.lock = own.lock;
        row.template = own.template ?? false;
      }
    }
  }

  /** Until when its certificate and its subscription last. */
  private async contracts(
    node: string,
  ): Promise<
    Pick<
      ObservedHost,
      'certificateExpiresAt' | 'subscription' | 'subscriptionExpiresAt'
    >
  > {
    const [certificates, subscription] = await Promise.all([
      this.optional(this.cluster.nodeCertificates(node, this.signal)),
      this.optional(this.cluster.nodeSubscription(node, this.signal)),
    ]);
    return {
      ...(certificates && {
        certificateExpiresAt: certificateEnd(certificates),
      }),
      ...(subscription && {
        subscription: subscriptionWords(subscription),
        subscriptionExpiresAt: subscriptionEnd(subscription),
      }),
    };
  }

  /** What a node need not tell: its last word stays where it doesn't. */
  private async optional<T>(answer: Promise<T>): Promise<T | null> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof ProxmoxError)) throw error;
      if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
      return null;
    }
  }

  private async guestsOf(node: string, type: 'qemu' | 'lxc') {
    try {
      const guests = await this.cluster.nodeGuests(node, type, this.signal);
      return new Map(guests.map(guest => [guest.vmid, guest]));
    } catch (error) {
      if (!(error instanceof ProxmoxError)) throw error;
      if (error.failure === 'unauthenticated') throw error;
      // They stay without facts, and so keep their last ones.
      return new Map<number, never>();
    }
  }

  private async interfaces(
    node: ListedNode,
    gaps: CollectionGap[],
  ): Promise<NodeInterface[] | null> {
    try {
      return await this.cluster.nodeNetwork(node.name, this.signal);
    } catch (error) {
      if (!(error instanceof ProxmoxError)) throw error;
      if (isProxmoxFailure(error, 'unauthenticated', 'untrusted')) throw error;
      gaps.push(gap(`networks of ${node.name}`, error, ['network']));
      return null;
    }
  }

  private silent(node: ListedNode, reason: string): NodeAnswer {
    return {
      node,
      host: silentHost(node, this.links),
      interfaces: null,
      replication: null,
      unreachable: {
        kind: 'unreachable',
        scope: 'host',
        externalId: node.name,
        reason,
      },
      gaps: [],
    };
  }
}

function gap(
  scope: string,
  error: ProxmoxError,
  withholdsDeletions: CollectionGap['withholdsDeletions'],
): CollectionGap {
  return { kind: 'gap', scope, reason: error.reason, withholdsDeletions };
}
