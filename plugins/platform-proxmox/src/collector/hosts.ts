import type {
  ObservedCluster,
  ObservedHost,
} from '@flyloft/plugin-inventory-node';
import type { ClusterStatus, NodeStatus } from '../wire/clusterAnswers';
import type { NodeRow } from '../wire/resources';
import { clusterExternalId } from './guestFacts';
import type { PlatformLinks } from './platformLinks';

/** A node as the cluster lists it, before it was asked itself. */
export interface ListedNode {
  name: string;
  address: string | undefined;
  row: NodeRow | undefined;
  status: ObservedHost['status'];
  /** Why it is taken for silent; undefined when it seems to be there. */
  silence: string | undefined;
}

const silences: Record<ObservedHost['status'], string | undefined> = {
  online: undefined,
  offline: 'the cluster lists it as offline',
  unknown: 'the cluster has heard nothing of it for minutes',
};

/** Every node that the bulk answer or the cluster's own status names. */
export function listedNodes(
  rows: Map<string, NodeRow>,
  status: ClusterStatus,
): ListedNode[] {
  const members = new Map(
    status.filter(each => each.type === 'node').map(each => [each.name, each]),
  );
  const names = new Set([...rows.keys(), ...members.keys()]);
  return [...names].sort().map(name => {
    const row = rows.get(name);
    const member = members.get(name);
    const listed = listedStatus(row, member?.online);
    return {
      name,
      address: member?.ip,
      row,
      status: listed,
      silence: silences[listed],
    };
  });
}

function listedStatus(
  row: NodeRow | undefined,
  online: boolean | undefined,
): ObservedHost['status'] {
  if (online === false || row?.status === 'offline') return 'offline';
  return row?.status === 'unknown' ? 'unknown' : 'online';
}

/** The cluster; a node of its own is a cluster of one. */
export function observedCluster(
  status: ClusterStatus,
  version: string,
  links: PlatformLinks,
): ObservedCluster | null {
  const cluster = status.find(each => each.type === 'cluster');
  const single = status.find(each => each.type === 'node');
  const name = cluster?.name ?? single?.name;
  if (name === undefined) return null;
  return {
    kind: 'cluster',
    externalId: clusterExternalId,
    name,
    version,
    quorate: cluster?.quorate ?? null,
    platformUrl: links.cluster,
  };
}

function startedAt(uptimeSeconds: number | undefined, now: Date) {
  return uptimeSeconds !== undefined && uptimeSeconds > 0
    ? new Date(now.getTime() - uptimeSeconds * 1000).toISOString()
    : undefined;
}

/** A node that answered, with what the list says where its own answer is missing. */
export function observedHost(
  node: ListedNode,
  status: NodeStatus | null,
  links: PlatformLinks,
  now: Date,
): ObservedHost {
  const { row } = node;
  const uptime = status?.uptime ?? row?.uptimeSeconds;
  return {
    kind: 'host',
    externalId: node.name,
    name: node.name,
    clusterExternalId,
    status: 'online',
    address: node.address,
    version: status?.pveversion?.split('/')[1] ?? status?.pveversion,
    kernel: status?.['current-kernel']?.release ?? status?.kversion,
    cpuModel: status?.cpuinfo?.model,
    cpuSockets: status?.cpuinfo?.sockets,
    cpuCores: status?.cpuinfo?.cores,
    cpuThreads: status?.cpuinfo?.cpus ?? row?.cpuThreads,
    memoryBytes: status?.memory?.total ?? row?.memoryBytes,
    diskBytes: status?.rootfs?.total ?? row?.diskBytes,
    startedAt: startedAt(uptime, now),
    platformUrl: links.host(node.name),
    sample: {
      cpuUsed: status?.cpu ?? row?.cpuUsed ?? null,
      memoryUsedBytes: status?.memory?.used ?? row?.memoryUsedBytes ?? null,
      diskUsedBytes: status?.rootfs?.used ?? row?.diskUsedBytes ?? null,
    },
  };
}

/** A node that did not answer: its name and that it is silent, nothing else. */
export function silentHost(
  node: ListedNode,
  links: PlatformLinks,
): ObservedHost {
  return {
    kind: 'host',
    externalId: node.name,
    name: node.name,
    clusterExternalId,
    // Listed as there, but not answering: nobody knows.
    status: node.status === 'online' ? 'unknown' : node.status,
    address: node.address,
    platformUrl: links.host(node.name),
  };
}
