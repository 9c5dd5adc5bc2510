/** What a site of a platform other than Proxmox is made of, apart from its machines. */

import type { SystemName } from '../operatingSystems.ts';

export type EstatePlatform = 'vsphere' | 'nutanix' | 'kubevirt';

export interface EstateHostPlan {
  name: string;
  cluster: string;
  address: string;
  vendor: string;
  model: string;
  serial: string;
  cpuModel: string;
  sockets: number;
  coresPerSocket: number;
  megahertz: number;
  memoryBytes: number;
  /** Seconds since 1970. */
  bootedAt: number;
}

export interface EstateStoragePlan {
  name: string;
  /** The platform's own word: `VMFS`, `vsan`, `NFS`, a storage class's provisioner. */
  type: string;
  shared: boolean;
  capacityBytes: number;
  /** How full it is when the world begins. */
  usedFraction: number;
  /** The one host that has it, where it is not shared. */
  host?: string;
}

export interface EstateNetworkPlan {
  name: string;
  /** `distributed` is known to the whole site, `standard` to each host by itself. */
  kind: 'distributed' | 'standard';
  vlan?: number;
  /** Ranges of VLANs that pass through: `100-199,300`. */
  trunk?: string;
  /** `10.30.20.0/24`. */
  prefix?: string;
  gateway?: string;
  description?: string;
}

export interface EstateImagePlan {
  name: string;
  kind: 'disk' | 'iso';
  sizeBytes: number;
  system: SystemName;
  storage: string;
}

/** A named size, where the platform has such. */
export interface EstateSizePlan {
  name: string;
  cpus: number;
  memoryBytes: number;
}

export interface EstatePlan {
  id: string;
  platform: EstatePlatform;
  title: string;
  /** Of the product: `8.0.3`, `pc.2024.3`, `v1.7.0`. */
  version: string;
  /** The second octet of its addresses. */
  octet: number;
  clusters: string[];
  hosts: EstateHostPlan[];
  storages: EstateStoragePlan[];
  networks: EstateNetworkPlan[];
  images: EstateImagePlan[];
  sizes: EstateSizePlan[];
  /** Where machines are filed: paths of folders, projects, namespaces. */
  folders: EstateFolderPlan[];
}

export interface EstateFolderPlan {
  name: string;
  /** Whose it is, by the names of the portal's groups. */
  team?: string;
  organization?: string;
  vdc?: string;
}
