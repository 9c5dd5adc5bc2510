import type {
  Change,
  Cluster,
  DailyChanges,
  Freshness,
  FreshnessState,
  Guest,
  GuestDetail,
  Host,
  Network,
  Page,
  Platform,
  PlatformFreshness,
  SavedView,
  SeenAddress,
  Storage,
  SyncRun,
} from '@flyloft/plugin-inventory-common';
import { nothingAdded } from './nothingAdded';

const moment = '2026-11-21T12:00:00.000Z';
const seen = {
  firstSeenAt: moment,
  lastSeenAt: moment,
  deletedAt: null,
} as const;
const cluster = { id: 'c1', name: 'west' };
const host = { id: 'h1', name: 'pve3' };

/** A platform's freshness, fresh unless said otherwise. */
export function aPlatformFreshness(
  state: FreshnessState = 'fresh',
): PlatformFreshness {
  return {
    platformId: 'pve-west',
    title: 'West',
    state,
    collectedAt: state === 'never' ? null : new Date().toISOString(),
    intervalSeconds: 300,
    problem: state === 'failed' ? 'the token was refused' : null,
  };
}

/** The freshness of an answer from one platform. */
export function aFreshness(state: FreshnessState = 'fresh'): Freshness {
  const platform = aPlatformFreshness(state);
  return { state, collectedAt: platform.collectedAt, platforms: [platform] };
}

/** One page of anything. */
export function aPage<T>(items: T[], part: Partial<Page<T>> = {}): Page<T> {
  return {
    items,
    nextCursor: null,
    total: items.length,
    freshness: aFreshness(),
    ...part,
  };
}

/** Two days, of which the first was quiet. */
export const someDailyChanges: DailyChanges = {
  from: '2026-11-20',
  to: '2026-11-21',
  timeZone: 'UTC',
  items: [
    { day: '2026-11-21', type: 'power', count: 3 },
    { day: '2026-11-21', type: 'memory', count: 2 },
  ],
};

/** A view of the guests that its reader saved. */
export function aSavedView(part: Partial<SavedView> = {}): SavedView {
  return {
    id: '7a6f2d9c-1111-4222-8333-444455556666',
    list: 'guests',
    name: 'Large ones',
    state: { filter: ['memoryBytes:gte:68719476736'], sort: '-memoryBytes' },
    sharing: 'private',
    groupRef: null,
    ownerRef: 'user:default/it',
    own: true,
    version: 1,
    createdAt: moment,
    updatedAt: moment,
    formerName: null,
    renamedAt: null,
    deletedAt: null,
    ...part,
  };
}

/** A guest as lists show it. */
export function aGuest(part: Partial<Guest> = {}): Guest {
  return {
    id: 'g1',
    platformId: 'pve-west',
    externalId: '117',
    type: 'virtual-machine',
    name: 'web-07',
    powerState: 'running',
    visibility: 'visible',
    cluster,
    host,
    hostName: 'web-07.example.org',
    osType: 'l26',
    osFamily: 'linux',
    vcpus: 4,
    sockets: 1,
    coresPerSocket: 4,
    memoryBytes: 8 * 2 ** 30,
    diskBytes: 64 * 2 ** 30,
    diskCount: 1,
    nicCount: 1,
    biosUuid: '2f1c8d1e-0000-4000-8000-000000000000',
    template: false,
    lock: null,
    pool: 'prod',
    haState: null,
    haRules: null,
    folder: null,
    organization: null,
    vdc: null,
    instanceType: null,
    lastBackupAt: null,
    lastBackupKind: null,
    lastBackupSource: null,
    replication: null,
    agentState: 'running',
    tags: ['web'],
    networks: ['vmbr0'],
    macAddresses: ['BC:24:11:00:00:01'],
    addresses: ['10.2.0.17'],
    primaryAddress: '10.2.0.17',
    duplicateAddress: false,
    ownerRef: 'group:default/team-web',
    ...nothingAdded,
    identityDoubt: null,
    createdAt: null,
    startedAt: moment,
    changedAt: moment,
    deletedReason: null,
    platformUrl: 'https://pve1.example.org:8006/',
    ...seen,
    ...part,
  };
}

/** A guest with its interfaces and disks. */
export function aGuestDetail(part: Partial<GuestDetail> = {}): GuestDetail {
  return {
    ...aGuest(),
    description: null,
    nics: [
      {
        key: 'net0',
        name: null,
        macAddress: 'BC:24:11:00:00:01',
        model: 'virtio',
        network: 'vmbr0',
        vlanTag: 20,
        vlanMode: 'access',
        trunks: null,
        connected: true,
        firewall: false,
        mtu: null,
        addresses: [
          { address: '10.2.0.17', prefixLength: 24, source: 'agent' },
        ],
      },
    ],
    disks: [
      {
        key: 'scsi0',
        sizeBytes: 64 * 2 ** 30,
        storage: 'ceph',
        volume: 'ceph:vm-117-disk-0',
        bus: 'scsi',
        format: 'raw',
        unused: false,
        backup: true,
      },
    ],
    at: null,
    freshness: aPlatformFreshness(),
    ...part,
  };
}

/** A hypervisor host. */
export function aHost(part: Partial<Host> = {}): Host {
  return {
    id: 'h1',
    platformId: 'pve-west',
    externalId: 'pve3',
    name: 'pve3',
    cluster,
    status: 'online',
    visibility: 'visible',
    address: '192.168.10.13',
    version: '9.0.3',
    kernel: '6.14.8-2-pve',
    cpuModel: 'AMD EPYC 7543P',
    cpuSockets: 1,
    cpuCores: 32,
    cpuThreads: 64,
    memoryBytes: 256 * 2 ** 30,
    memoryUsedBytes: 128 * 2 ** 30,
    diskBytes: 480 * 2 ** 30,
    diskUsedBytes: 120 * 2 ** 30,
    cpuUsed: 0.25,
    startedAt: moment,
    vendor: null,
    model: null,
    serial: null,
    maintenance: null,
    certificateExpiresAt: null,
    subscription: null,
    subscriptionExpiresAt: null,
    guestCount: 12,
    runningGuestCount: 10,
    allocatedVcpus: 96,
    allocatedMemoryBytes: 300 * 2 ** 30,
    platformUrl: null,
    ...seen,
    ...part,
  };
}

/** A cluster of hosts. */
export function aCluster(part: Partial<Cluster> = {}): Cluster {
  return {
    id: 'c1',
    platformId: 'pve-west',
    externalId: 'west',
    name: 'west',
    visibility: 'visible',
    version: '9.0.3',
    quorate: true,
    hostCount: 3,
    onlineHostCount: 3,
    guestCount: 40,
    runningGuestCount: 30,
    cpuThreads: 192,
    memoryBytes: 768 * 2 ** 30,
    allocatedVcpus: 150,
    allocatedMemoryBytes: 400 * 2 ** 30,
    platformUrl: null,
    ...seen,
    ...part,
  };
}

/** A network that guests attach to. */
export function aNetwork(part: Partial<Network> = {}): Network {
  return {
    id: 'n1',
    platformId: 'pve-west',
    externalId: 'vmbr0',
    name: 'vmbr0',
    kind: 'bridge',
    cluster,
    visibility: 'visible',
    vlanTag: null,
    vlanAware: true,
    prefixes: ['10.2.0.0/24'],
    hosts: ['pve1', 'pve3'],
    description: null,
    guestCount: 12,
    ...seen,
    ...part,
  };
}

/** A storage. */
export function aStorage(part: Partial<Storage> = {}): Storage {
  return {
    id: 's1',
    platformId: 'pve-west',
    externalId: 'ceph',
    name: 'ceph',
    type: 'rbd',
    shared: true,
    cluster,
    host: null,
    status: 'available',
    visibility: 'visible',
    content: ['images'],
    capacityBytes: 2 ** 42,
    usedBytes: 2 ** 41,
    ...seen,
    ...part,
  };
}

/** An address as seen on a guest. */
export function aSeenAddress(part: Partial<SeenAddress> = {}): SeenAddress {
  return {
    id: 'a1',
    address: '10.2.0.17',
    family: 4,
    prefixLength: 24,
    source: 'agent',
    platformId: 'pve-west',
    guest: {
      id: 'g1',
      name: 'web-07',
      powerState: 'running',
      visibility: 'visible',
    },
    nic: 'net0',
    macAddress: 'BC:24:11:00:00:01',
    network: 'vmbr0',
    vlanTag: 20,
    ownerRef: null,
    guestCount: 1,
    firstSeenAt: moment,
    lastSeenAt: moment,
    ...part,
  };
}

/** A change of a guest: its memory doubled. */
export function aChange(part: Partial<Change> = {}): Change {
  return {
    sequence: '9000',
    at: moment,
    runId: 'run-1',
    platformId: 'pve-west',
    kind: 'guest',
    objectId: 'g1',
    name: 'web-07',
    operation: 'changed',
    cause: 'sync',
    by: null,
    reason: null,
    fields: [{ field: 'memoryBytes', from: 4 * 2 ** 30, to: 8 * 2 ** 30 }],
    ...part,
  };
}

/** A sync run that went well. */
export function aSyncRun(part: Partial<SyncRun> = {}): SyncRun {
  return {
    id: 'run-1',
    platformId: 'pve-west',
    state: 'succeeded',
    trigger: 'schedule',
    requestedBy: null,
    requestedAt: moment,
    startedAt: moment,
    finishedAt: '2026-11-21T12:00:12.000Z',
    progress: null,
    phases: [{ name: 'Reading configurations', durationMilliseconds: 11_200 }],
    counts: {
      guest: {
        seen: 40,
        created: 0,
        changed: 3,
        deleted: 0,
        returned: 0,
        unreachable: 0,
      },
    },
    gaps: [],
    problem: null,
    hold: null,
    confirmedBy: null,
    ...part,
  };
}

/** A platform that is collected from. */
export function aPlatform(part: Partial<Platform> = {}): Platform {
  return {
    id: 'pve-west',
    type: 'proxmox',
    title: 'West',
    intervalSeconds: 300,
    freshness: aPlatformFreshness(),
    lastRun: aSyncRun(),
    runningRun: null,
    counts: {
      guests: 40,
      hosts: 3,
      clusters: 1,
      networks: 2,
      storages: 4,
      images: 0,
      unreachable: 0,
    },
    ...part,
  };
}
