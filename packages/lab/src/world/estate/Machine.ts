import type { OperatingSystem, Power } from '../guestDetail.ts';

export interface MachineDisk {
  /** Unique in the machine: `disk-0`. */
  key: string;
  bytes: number;
  storage: string;
  thin: boolean;
}

export interface MachineNic {
  /** Unique in the machine: `nic-0`. */
  key: string;
  /** Lower-case, with colons. */
  mac: string;
  /** The name of one of the estate's networks. */
  network: string;
  connected: boolean;
  /** With prefix length, as seen from inside; the first is the platform's own choice too. */
  addresses: string[];
}

export interface MachineSnapshot {
  id: string;
  name: string;
  description: string;
  /** Seconds since 1970. */
  time: number;
}

/** What a machine is in full. */
export interface MachineDetail {
  sockets: number;
  coresPerSocket: number;
  memoryBytes: number;
  biosUuid: string;
  disks: MachineDisk[];
  nics: MachineNic[];
  system: OperatingSystem;
  hostname: string;
  /** The tools, agent or additions inside. */
  agent: 'answering' | 'absent' | 'hung';
  /** Value by category or label. */
  tags: Record<string, string>;
  /** The named size it was made with. */
  size: string | undefined;
  description: string;
  /** Seconds since 1970. */
  createdAt: number;
  snapshots: MachineSnapshot[];
  /** What cloud-init is given; secrets in it must never show up in the portal. */
  userData: string | undefined;
}

/** How a machine stands in its estate, apart from its detail. */
export interface MachinePlacement {
  uuid: string;
  /** Counted from 1, never given again: the platform's short ids are made from it. */
  number: number;
  name: string;
  folder: string;
  cluster: string;
  /** Undefined where nothing runs and the platform then names no host. */
  host: string | undefined;
  power: Power;
  /** Seconds since 1970; 0 when it does not run. */
  bootedAt: number;
  template: boolean;
}

/**
 * One machine of an estate. Its detail is drawn anew whenever somebody asks, until the first
 * edit, from when on it is kept. Whoever changes it does so through its estate, which tells
 * those who watch.
 */
export class Machine {
  readonly uuid: string;
  readonly number: number;
  name: string;
  folder: string;
  cluster: string;
  host: string | undefined;
  power: Power;
  bootedAt: number;
  template: boolean;
  /** The estate's revision at its last change. */
  revision: number = 0;
  private readonly draw: () => MachineDetail;
  private kept: MachineDetail | undefined;

  constructor(placement: MachinePlacement, draw: () => MachineDetail) {
    this.uuid = placement.uuid;
    this.number = placement.number;
    this.name = placement.name;
    this.folder = placement.folder;
    this.cluster = placement.cluster;
    this.host = placement.host;
    this.power = placement.power;
    this.bootedAt = placement.bootedAt;
    this.template = placement.template;
    this.draw = draw;
  }

  /** Read it, never change it: changes go through the estate. */
  get detail(): Readonly<MachineDetail> {
    return this.kept ?? this.draw();
  }

  /** Changes the detail for good. */
  edit(change: (detail: MachineDetail) => void): void {
    this.kept ??= structuredClone(this.draw());
    change(this.kept);
  }
}
