/** What a guest is in full: its configuration as Proxmox keeps it, and what runs inside it. */

export type GuestKind = 'qemu' | 'lxc';

/** `[key, value]` pairs are what a container's raw `lxc.*` lines look like. */
export type ConfigValue = string | number | [string, string][];

/** The configuration file of a guest, as `GET config` shows it, without the digest. */
export type GuestConfig = Record<string, ConfigValue>;

export type Power = 'running' | 'stopped' | 'paused';

/** What the agent inside does. Whether Proxmox tries to talk to it stands in the configuration. */
export type AgentState = 'answering' | 'absent' | 'hung';

export interface OperatingSystem {
  family: 'linux' | 'windows';
  id: string;
  name: string;
  prettyName: string;
  version: string;
  versionId: string;
  kernelRelease: string;
}

export interface Snapshot {
  name: string;
  description: string;
  /** Seconds since 1970. */
  time: number;
  parent?: string;
  withMemory: boolean;
  config: GuestConfig;
}

export interface GuestInside {
  hostname: string;
  system: OperatingSystem;
  agent: AgentState;
  /** Addresses with prefix length, by configuration key of the NIC (`net0`). */
  addresses: Record<string, string[]>;
  /** A container host shows `docker0` and a veth pair to the agent. */
  runsContainers: boolean;
}

export interface HighAvailability {
  state: 'started' | 'stopped' | 'disabled' | 'ignored' | 'error';
  group?: string;
  comment?: string;
}

export interface GuestDetail {
  config: GuestConfig;
  /** Values that take effect at the next start. */
  pending: GuestConfig;
  /** Keys that vanish at the next start. */
  pendingDelete: string[];
  snapshots: Snapshot[];
  inside: GuestInside;
}

/** How a guest stands in its cluster when the world begins, apart from its detail. */
export interface GuestPlacement {
  vmid: number;
  kind: GuestKind;
  node: string;
  power: Power;
  /** Seconds since 1970; 0 when it does not run. */
  bootedAt: number;
  pool?: string;
  lock?: string;
  highAvailability?: HighAvailability;
}
