/** What a cluster is made of, apart from its guests. */

export interface NodePlan {
  name: string;
  address: string;
  cpuModel: string;
  sockets: number;
  coresPerSocket: number;
  megahertz: string;
  memoryBytes: number;
  rootBytes: number;
  /** Seconds since 1970. */
  bootedAt: number;
  subscription: '' | 'c' | 'b' | 's' | 'p';
  interfaces: HostInterface[];
}

/** A host's network interface as `GET /nodes/{node}/network` lists it. */
export interface HostInterface {
  iface: string;
  type: 'eth' | 'bond' | 'bridge' | 'vlan' | 'OVSBridge';
  method: 'manual' | 'static' | 'dhcp';
  address?: string;
  prefix?: number;
  gateway?: string;
  address6?: string;
  prefix6?: number;
  bridgePorts?: string;
  vlanAware?: boolean;
  bridgeVids?: string;
  slaves?: string;
  bondMode?: string;
  vlanId?: number;
  rawDevice?: string;
  mtu?: number;
  comments?: string;
}

export interface StoragePlan {
  storage: string;
  type: 'dir' | 'lvmthin' | 'nfs' | 'rbd' | 'zfspool' | 'pbs';
  content: string;
  shared: boolean;
  capacityBytes: number;
  /** How full it is when the world begins. */
  usedFraction: number;
  /** Only on these nodes; everywhere when absent. */
  nodes?: string[];
  /** Keys of the storage configuration that are particular to its type. */
  options: Record<string, string | number>;
  disabled?: boolean;
}

export interface PoolPlan {
  poolid: string;
  comment: string;
}

export interface ZonePlan {
  zone: string;
  type: 'vlan' | 'vxlan' | 'simple';
  options: Record<string, string | number>;
}

export interface VnetPlan {
  vnet: string;
  zone: string;
  tag?: number;
  alias?: string;
  subnet?: string;
  gateway?: string;
}

export interface BackupJobPlan {
  id: string;
  schedule: string;
  storage: string;
  mode: 'snapshot' | 'stop' | 'suspend';
  comment: string;
  selection: Record<string, string | number>;
}

export interface ClusterPlan {
  id: string;
  title: string;
  /** `9.1.4` and the like. */
  version: string;
  major: 8 | 9;
  repoid: string;
  kernel: string;
  qemu: string;
  nodes: NodePlan[];
  storages: StoragePlan[];
  pools: PoolPlan[];
  zones: ZonePlan[];
  vnets: VnetPlan[];
  backupJobs: BackupJobPlan[];
  options: Record<string, string | number | Record<string, string | number>>;
}
