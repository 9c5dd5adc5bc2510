import type { AgentState, Power } from '../guestDetail.ts';
import type { SystemName } from '../operatingSystems.ts';

export interface MachineNicPlan {
  network: string;
  /** With prefix length; none where nothing inside says. */
  addresses?: string[];
  mac?: string;
  disconnected?: boolean;
}

/** A machine as a story tells it: what is left out follows from the seed. */
export interface MachinePlan {
  name: string;
  folder: string;
  /** Which of the estate's hosts, counted from 0. */
  host?: number;
  power?: Power;
  template?: boolean;
  cores?: number;
  sockets?: number;
  memoryMib?: number;
  size?: string;
  disks?: { gib: number; storage?: string; thick?: boolean }[];
  nics?: MachineNicPlan[];
  system: SystemName;
  agent?: AgentState;
  tags?: Record<string, string>;
  description?: string;
  /** How many days before the world's beginning each snapshot was made. */
  snapshotDays?: number[];
  userData?: string;
  /** The VM id of the guest of `pve-west` whose BIOS UUID and first MAC it carries. */
  movedFrom?: number;
}
