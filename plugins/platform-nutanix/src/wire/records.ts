import type { Disk, Guest, Nic } from '@flyloft/plugin-inventory-common';

/*
 * What both APIs tell, in one form. Ids are Prism Central's own: v4's `extId`
 * and v3's `metadata.uuid` are the same, so a guest stays itself when the API
 * changes under it. `undefined` means that this API does not tell.
 */

/** An address of a NIC. */
export interface NicAddressRecord {
  address: string;
  prefixLength: number | null;
  source: 'agent' | 'configured';
}

/** A NIC of a guest; its subnet is an id, and in v3 a name, too. */
export interface NicRecord {
  key: string;
  macAddress: string | null;
  model: string | null;
  connected: boolean | null;
  subnetId: string | null;
  subnetName?: string;
  vlanMode: Nic['vlanMode'];
  trunks: string | null;
  addresses: NicAddressRecord[];
}

/** A disk of a guest; its container is an id, and in v3 a name, too. */
export interface DiskRecord {
  key: string;
  volume: string | null;
  sizeBytes: number | null;
  bus: Disk['bus'];
  containerId: string | null;
  containerName?: string;
}

/** A virtual machine. */
export interface VmRecord {
  id: string;
  name: string;
  description: string | null;
  power: Guest['powerState'];
  clusterId: string | null;
  hostId: string | null;
  sockets: number | null;
  coresPerSocket: number | null;
  threadsPerCore: number | null;
  memoryBytes: number | null;
  biosUuid?: string | null;
  createdAt: string | null;
  /** Only newer guest tools tell when it was started. */
  startedAt?: string | null;
  /** v4 names categories by id. */
  categoryIds: string[];
  /** v3 names them by key and value. */
  tags: string[] | null;
  projectId: string | null;
  projectName?: string;
  ownerId: string | null;
  ownerName?: string;
  agentState: Guest['agentState'];
  osName: string | null;
  hostName: string | null;
  nics: NicRecord[];
  disks: DiskRecord[];
  raw: Record<string, unknown>;
}

/** A host. */
export interface HostRecord {
  id: string;
  name: string | null;
  clusterId: string | null;
  connected: boolean | null;
  maintenance: boolean | null;
  address: string | null;
  version: string | null;
  cpuModel: string | null;
  cpuSockets: number | null;
  cpuCores: number | null;
  cpuThreads: number | null;
  memoryBytes: number | null;
  diskBytes: number | null;
  startedAt: string | null;
  vendor: string | null;
  model: string | null;
  serial: string | null;
}

/** A cluster, or Prism Central itself, which is listed among them. */
export interface ClusterRecord {
  id: string;
  name: string;
  version: string | null;
  isPrismCentral: boolean;
  runsGuests: boolean;
  /** False when Prism Central lost it: what it shows of it is old. */
  available: boolean | null;
}

/** A subnet. */
export interface SubnetRecord {
  id: string;
  name: string;
  kind: 'vlan' | 'overlay' | 'other';
  vlanTag: number | null;
  clusterId: string | null;
  prefixes: string[];
  description: string | null;
}

/** A storage container. */
export interface ContainerRecord {
  id: string;
  name: string;
  clusterId: string | null;
  hostId: string | null;
  status: 'available' | 'unavailable' | 'unknown';
  capacityBytes: number | null;
}

/** An image or a template. */
export interface ImageRecord {
  id: string;
  name: string;
  kind: 'disk' | 'iso' | 'template';
  sizeBytes: number | null;
  clusterId: string | null;
  description: string | null;
  createdAt: string | null;
  osFamily: Guest['osFamily'];
}

/** A name behind an id: of a category (`key:value`), a project, a user. */
export interface NameRecord {
  id: string;
  name: string;
}

/** The newest time at which guests were kept. */
export interface RecoveryPointRecord {
  id: string;
  name: string | null;
  createdAt: string;
  guestIds: string[];
}

/** Everything that is listed, by the name of its list. */
export interface Records {
  vms: VmRecord;
  hosts: HostRecord;
  clusters: ClusterRecord;
  subnets: SubnetRecord;
  containers: ContainerRecord;
  images: ImageRecord;
  templates: ImageRecord;
  categories: NameRecord;
  projects: NameRecord;
  users: NameRecord;
  recoveryPoints: RecoveryPointRecord;
}

/** The name of a list. */
export type ListName = keyof Records;
