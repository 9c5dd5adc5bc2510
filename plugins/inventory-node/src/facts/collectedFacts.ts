/**
 * Every fact that the inventory has a place for, by what it is a fact of. The
 * table of docs/concepts/collected-facts.md has one row for each; a platform
 * answers for all of them.
 */
export const facts = {
  guest: {
    externalId: 'Id that survives renames and moves',
    type: 'Virtual machine or container',
    name: 'Name',
    powerState: 'Power state',
    host: 'Host it runs on',
    cluster: 'Cluster',
    vcpus: 'vCPUs',
    sockets: 'Sockets',
    coresPerSocket: 'Cores per socket',
    memoryBytes: 'Memory',
    template: 'Template',
    lock: 'Lock',
    pool: 'Pool',
    haState: 'High availability',
    haRules: 'HA groups and rules',
    tags: 'Tags',
    folder: 'Folder',
    organization: 'Organization',
    vdc: 'Virtual data centre',
    instanceType: 'Named size',
    osType: 'Operating system',
    osFamily: 'OS family',
    hostName: 'Host name inside',
    description: 'Description',
    biosUuid: 'BIOS UUID',
    createdAt: 'When it was made',
    startedAt: 'When it was started',
    agentState: 'Agent inside',
    lastBackupAt: 'Last backup',
    replication: 'Replication',
    raw: "Platform's own answer, secrets cut",
  },
  nic: {
    macAddress: 'MAC address',
    model: 'Model',
    network: 'Network',
    vlanTag: 'VLAN',
    trunks: 'VLANs of a trunk',
    connected: 'Connected',
    firewall: 'Firewall',
    mtu: 'MTU',
    addresses: 'Addresses',
  },
  disk: {
    sizeBytes: 'Size',
    storage: 'Storage',
    volume: 'Volume or file',
    bus: 'Bus',
    format: 'Format',
    unused: 'Attached to nothing',
    backup: 'Left out of backups',
  },
  host: {
    status: 'Status',
    address: 'Address',
    version: 'Version',
    kernel: 'Kernel or build',
    cpuModel: 'CPU model',
    cpuSockets: 'CPU sockets',
    cpuCores: 'CPU cores',
    cpuThreads: 'CPU threads',
    memoryBytes: 'Memory',
    diskBytes: 'Disk of its own',
    startedAt: 'When it was started',
    vendor: 'Vendor',
    model: 'Model',
    serial: 'Serial number',
    maintenance: 'Maintenance',
    certificateExpiresAt: 'End of its certificate',
    subscription: 'Subscription',
    cpuUsed: 'CPU in use',
    memoryUsedBytes: 'Memory in use',
    diskUsedBytes: 'Disk in use',
  },
  cluster: {
    name: 'Name',
    version: 'Version',
    quorate: 'Quorum',
  },
  network: {
    networkKind: 'Kind',
    vlanTag: 'VLAN',
    vlanAware: 'Carries tagged VLANs',
    prefixes: 'Prefixes',
    hosts: 'Hosts that have it',
    description: 'Description',
  },
  storage: {
    type: 'Type',
    shared: 'Shared',
    host: 'Host of a local one',
    status: 'Status',
    content: 'Content',
    capacityBytes: 'Capacity',
    usedBytes: 'In use',
  },
  image: {
    imageKind: 'Kind',
    sizeBytes: 'Size',
    storages: 'Storages that hold it',
    osFamily: 'OS family',
    description: 'Description',
    createdAt: 'When it was made',
  },
} as const;

type FactsOf<Thing extends keyof typeof facts> = Thing extends unknown
  ? `${Thing}.${keyof (typeof facts)[Thing] & string}`
  : never;

/** A fact's name, such as `guest.name`. */
export type Fact = FactsOf<keyof typeof facts>;

/** Collected; or not, and why: what people read in the table's cell. */
export type FactAnswer = 'yes' | { no: string };

/**
 * What one type of platform collects. No cell is empty: a fact that is not
 * collected has its reason (the platform has no such thing; its interface
 * does not tell; it would take a call for each guest).
 */
export type CollectedFacts = Record<Fact, FactAnswer>;
