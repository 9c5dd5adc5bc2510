import type {
  CollectionGap,
  ObservedHost,
  UnreachableScope,
} from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { NodeInterface, NodeStatus } from '../wire/clusterAnswers';
import type { GuestRow } from '../wire/resources';
import { observedHost, silentHost, type ListedNode } from './hosts';
import type { PlatformLinks } from './platformLinks';

/** What one node answered about itself. */
export interface NodeAnswer {
  node: ListedNode;
  host: ObservedHost;
  /** Null when it did not answer, or not to this. */
  interfaces: NodeInterface[] | null;
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
    return {
      node,
      host: observedHost(node, status, this.links, this.now),
      interfaces,
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
