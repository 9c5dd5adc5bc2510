import type { Disk, Nic } from '@flyloft/plugin-inventory-common';
import type {
  GuestDetails,
  ObservedCluster,
  ObservedGuest,
  ObservedHost,
  ObservedImage,
  ObservedNetwork,
  ObservedStorage,
} from '@flyloft/plugin-inventory-node';

/** A cluster as a collector would yield it. */
export function aCluster(part: Partial<ObservedCluster> = {}): ObservedCluster {
  return {
    kind: 'cluster',
    externalId: 'west',
    name: 'pve-west',
    version: '9.1.2',
    quorate: true,
    platformUrl: null,
    ...part,
  };
}

/** A host as a collector would yield it. */
export function aHost(part: Partial<ObservedHost> = {}): ObservedHost {
  return {
    kind: 'host',
    externalId: 'pve1',
    name: part.externalId ?? 'pve1',
    clusterExternalId: 'west',
    status: 'online',
    address: '10.0.0.11',
    version: '9.1.2',
    cpuThreads: 32,
    memoryBytes: 256 * 2 ** 30,
    startedAt: '2026-01-01T00:00:00.000Z',
    sample: { cpuUsed: 0.2, memoryUsedBytes: 2 ** 30, diskUsedBytes: 2 ** 30 },
    ...part,
  };
}

/** A network as a collector would yield it. */
export function aNetwork(part: Partial<ObservedNetwork> = {}): ObservedNetwork {
  return {
    kind: 'network',
    externalId: 'west/vmbr0',
    name: 'vmbr0',
    networkKind: 'bridge',
    clusterExternalId: 'west',
    vlanTag: null,
    vlanAware: true,
    prefixes: ['10.0.0.0/24'],
    hosts: ['pve1'],
    description: null,
    ...part,
  };
}

/** A storage as a collector would yield it. */
export function aStorage(part: Partial<ObservedStorage> = {}): ObservedStorage {
  return {
    kind: 'storage',
    externalId: 'west/pve1/local',
    name: 'local',
    type: 'dir',
    shared: false,
    clusterExternalId: 'west',
    hostExternalId: 'pve1',
    status: 'available',
    content: ['iso', 'images'],
    capacityBytes: 2 ** 40,
    usedBytes: 2 ** 30,
    ...part,
  };
}

/** An image as a collector would yield it. */
export function anImage(part: Partial<ObservedImage> = {}): ObservedImage {
  return {
    kind: 'image',
    externalId: 'west/local:iso/debian-13.iso',
    name: 'debian-13.iso',
    imageKind: 'iso',
    clusterExternalId: 'west',
    sizeBytes: 700 * 2 ** 20,
    storages: ['local'],
    osFamily: null,
    description: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    ...part,
  };
}

/** A NIC of a guest. */
export function aNic(part: Partial<Nic> = {}): Nic {
  return {
    key: 'net0',
    name: null,
    macAddress: 'bc:24:11:00:00:01',
    model: 'virtio',
    network: 'vmbr0',
    vlanTag: 10,
    vlanMode: 'access',
    trunks: null,
    connected: true,
    firewall: true,
    mtu: null,
    addresses: [{ address: '10.2.0.17', prefixLength: 24, source: 'agent' }],
    ...part,
  };
}

/** A disk of a guest. */
export function aDisk(part: Partial<Disk> = {}): Disk {
  return {
    key: 'scsi0',
    sizeBytes: 32 * 2 ** 30,
    storage: 'local',
    volume: 'local:100/vm-100-disk-0',
    bus: 'scsi',
    format: 'qcow2',
    unused: false,
    backup: true,
    ...part,
  };
}

/** What a call of its own tells about a guest. */
export function details(part: Partial<GuestDetails> = {}): GuestDetails {
  return {
    sockets: 1,
    coresPerSocket: 2,
    osType: 'Debian 13',
    osFamily: 'linux',
    hostName: 'web-01',
    description: null,
    biosUuid: null,
    createdAt: null,
    agentState: 'running',
    nics: [aNic()],
    disks: [aDisk()],
    raw: { ostype: 'l26' },
    ...part,
  };
}

type GuestPart = Partial<Omit<ObservedGuest, 'facts' | 'details'>> & {
  facts?: Partial<ObservedGuest['facts']>;
  details?: Partial<GuestDetails> | 'same' | 'unread';
};

/** A guest as a collector would yield it. */
export function aGuest(part: GuestPart = {}): ObservedGuest {
  const externalId = part.externalId ?? '100';
  return {
    kind: 'guest',
    type: 'virtual-machine',
    platformUrl: `https://pve.example/${externalId}`,
    evidence: {},
    detailsDigest: 'd1',
    ...part,
    externalId,
    facts: {
      name: `vm-${externalId}`,
      powerState: 'running',
      hostExternalId: 'pve1',
      clusterExternalId: 'west',
      vcpus: 2,
      memoryBytes: 4 * 2 ** 30,
      template: false,
      lock: null,
      pool: null,
      haState: null,
      tags: [],
      startedAt: '2026-02-01T00:00:00.000Z',
      ...part.facts,
    },
    details: stateOf(part.details),
  };
}

function stateOf(part: GuestPart['details']): ObservedGuest['details'] {
  if (part === 'same') return { state: 'same' };
  if (part === 'unread') return { state: 'unread', reason: 'not asked' };
  return { state: 'read', value: details(part) };
}
