/** How a guest is described to the builder: the few facts that tell its story. */

import type {
  AgentState,
  GuestConfig,
  HighAvailability,
  Power,
  Snapshot,
} from './guestDetail.ts';
import type { SystemName } from './operatingSystems.ts';

export interface NicPlan {
  vlan?: number;
  /** `vmbr0` when absent; null leaves the machine behind NAT. */
  bridge?: string | null;
  /** Addresses with prefix length as seen inside; none when nothing is known of it. */
  addresses?: string[];
  /** What a container's configuration or cloud-init says; dhcp when absent. */
  assigned?: 'static' | 'dhcp' | 'manual';
  gateway?: string;
  model?: 'virtio' | 'e1000' | 'vmxnet3';
  /** Written as `model=…,macaddr=…`, which Proxmox also accepts. */
  longForm?: boolean;
  trunks?: string;
  firewall?: boolean;
  linkDown?: boolean;
  mac?: string;
  extra?: string;
}

export interface DiskPlan {
  gib: number;
  storage?: string;
  bus?: 'scsi' | 'virtio' | 'sata' | 'ide';
  options?: string;
  /** Kept but attached to nothing. */
  unused?: boolean;
  /** Where a container mounts it. */
  mount?: string;
}

interface CommonPlan {
  vmid: number;
  name: string;
  /** Which node of the cluster, counted from 0. */
  node: number;
  power?: Power;
  cores?: number;
  memoryMib: number;
  system: SystemName;
  nics: NicPlan[];
  disks: DiskPlan[];
  pool?: string;
  tags?: string;
  description?: string;
  lock?: string;
  template?: boolean;
  highAvailability?: HighAvailability;
  onboot?: boolean;
  /** Values apart from what the builder writes; these win. */
  config?: GuestConfig;
  pending?: GuestConfig;
  pendingDelete?: string[];
  snapshots?: Omit<Snapshot, 'config'>[];
  /** Seconds since 1970; drawn from the seed when absent. */
  createdAt?: number;
  /** Whose BIOS UUID and MACs it carries: another guest's when restored from its backup. */
  identityOf?: number;
}

export interface MachinePlan extends CommonPlan {
  kind: 'qemu';
  sockets?: number;
  /** `off`: Proxmox is not told of an agent. */
  agent?: AgentState | 'off';
  firmware?: 'uefi' | 'uefi-tpm';
  iso?: string;
  cloudInit?: {
    storage: string;
    user: string;
    password?: boolean;
    keys?: string[];
  };
  /** The template this is a linked clone of. */
  linkedTo?: number;
  runsContainers?: boolean;
  hostname?: string;
}

export interface ContainerPlan extends CommonPlan {
  kind: 'lxc';
  privileged?: boolean;
  swapMib?: number;
  lxc?: [string, string][];
}

export type GuestPlan = MachinePlan | ContainerPlan;
