import type {
  ObservedCluster,
  ObservedHost,
  ObservedImage,
  ObservedNetwork,
  ObservedStorage,
  UnreachableScope,
} from '@flyloft/plugin-inventory-node';
import type {
  ClusterRecord,
  ContainerRecord,
  HostRecord,
  ImageRecord,
  SubnetRecord,
} from '../wire/records';

/** The clusters that run guests; Prism Central itself is listed beside them. */
export function* observedClusters(
  clusters: ClusterRecord[],
): Generator<ObservedCluster | UnreachableScope> {
  for (const { id, name, version, runsGuests, available } of clusters) {
    if (!runsGuests) continue;
    yield { kind: 'cluster', externalId: id, name, version };
    if (available === false) {
      yield {
        kind: 'unreachable',
        scope: 'cluster',
        externalId: id,
        reason: 'Prism Central does not reach it',
      };
    }
  }
}

/** Hosts of clusters that run guests, and which of them do not answer. */
export function* observedHosts(
  hosts: HostRecord[],
  clusters: ReadonlyMap<string, ClusterRecord>,
): Generator<ObservedHost | UnreachableScope> {
  for (const host of hosts) {
    const cluster = host.clusterId ? clusters.get(host.clusterId) : undefined;
    // v3 lists Prism Central's own machine as a host without a name.
    if (host.name === null || cluster?.runsGuests === false) continue;
    yield observedHost(host);
    if (host.connected === false) {
      yield {
        kind: 'unreachable',
        scope: 'host',
        externalId: host.id,
        reason: `${host.name} is not connected to its cluster`,
      };
    }
  }
}

const statuses = new Map<boolean | null, ObservedHost['status']>([
  [true, 'online'],
  [false, 'offline'],
  [null, 'unknown'],
]);

function observedHost(host: HostRecord): ObservedHost {
  return {
    kind: 'host',
    externalId: host.id,
    name: host.name ?? host.id,
    clusterExternalId: host.clusterId,
    status: statuses.get(host.connected) ?? 'unknown',
    address: host.address,
    version: host.version,
    cpuModel: host.cpuModel,
    cpuSockets: host.cpuSockets,
    cpuCores: host.cpuCores,
    cpuThreads: host.cpuThreads,
    memoryBytes: host.memoryBytes,
    diskBytes: host.diskBytes,
    startedAt: host.startedAt,
    vendor: host.vendor,
    model: host.model,
    serial: host.serial,
    maintenance: host.maintenance,
  };
}

const networkKinds = {
  vlan: 'vlan',
  overlay: 'vnet',
  other: 'other',
} as const;

/** A subnet as a network. */
export function observedNetwork(subnet: SubnetRecord): ObservedNetwork {
  return {
    kind: 'network',
    externalId: subnet.id,
    name: subnet.name,
    networkKind: networkKinds[subnet.kind],
    clusterExternalId: subnet.clusterId,
    vlanTag: subnet.vlanTag,
    // A NIC may be a trunk on any subnet; the subnet itself doesn't tell.
    vlanAware: null,
    prefixes: subnet.prefixes,
    description: subnet.description,
  };
}

/** A storage container: every host of its cluster has it. */
export function observedStorage(container: ContainerRecord): ObservedStorage {
  return {
    kind: 'storage',
    externalId: container.id,
    name: container.name,
    type: 'storage container',
    shared: container.hostId === null,
    clusterExternalId: container.clusterId,
    hostExternalId: container.hostId,
    status: container.status,
    content: ['disks'],
    capacityBytes: container.capacityBytes,
  };
}

/** An image or a template. */
export function observedImage(image: ImageRecord): ObservedImage {
  return {
    kind: 'image',
    externalId: image.id,
    name: image.name,
    imageKind: image.kind,
    clusterExternalId: image.clusterId,
    sizeBytes: image.sizeBytes,
    // The API names the clusters that hold it, not the containers.
    storages: [],
    osFamily: image.osFamily,
    description: image.description,
    createdAt: image.createdAt,
  };
}
