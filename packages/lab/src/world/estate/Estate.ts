import type { NodeCondition } from '../Cluster.ts';
import { Random } from '../random.ts';
import { MissingError, WorldError } from '../WorldError.ts';
import type {
  EstateHostPlan,
  EstateNetworkPlan,
  EstatePlan,
  EstateStoragePlan,
} from './estatePlan.ts';
import type { Machine } from './Machine.ts';

export interface EstateHost {
  readonly name: string;
  readonly plan: EstateHostPlan;
  condition: NodeCondition;
  /** Takes no new machines. */
  maintenance: boolean;
  /** The estate's revision at its last change. */
  revision: number;
}

/** What happened, as watch protocols tell it. */
export interface EstateChange {
  revision: number;
  kind: 'added' | 'changed' | 'removed';
  machine: Machine;
}

/** Older changes than so many are forgotten: who asks for them must list anew. */
const KEPT_CHANGES = 20_000;

/**
 * One site of a platform other than Proxmox. It knows its machines and every change of them;
 * of the platform's protocol it knows nothing.
 */
export class Estate {
  readonly id: string;
  readonly plan: EstatePlan;
  readonly seed: number;
  readonly hosts: Map<string, EstateHost>;
  readonly machines: Map<string, Machine> = new Map();
  /** Grows with every change. */
  revision: number = 1;
  private readonly changes: EstateChange[] = [];
  private forgotten = 0;
  private readonly listeners: Set<(change: EstateChange) => void> = new Set();
  private lastNumber = 0;

  constructor(plan: EstatePlan, seed: number) {
    this.id = plan.id;
    this.plan = plan;
    this.seed = seed;
    this.hosts = new Map(
      plan.hosts.map(host => [
        host.name,
        {
          name: host.name,
          plan: host,
          condition: 'online',
          maintenance: false,
          revision: 1,
        },
      ]),
    );
  }

  /** The same id for the same thing at every start: of a host, a network, a storage … */
  idOf(kind: string, name: string): string {
    return new Random(this.seed, this.id, kind, name).uuid();
  }

  /** The number the next machine gets. */
  nextNumber(): number {
    return ++this.lastNumber;
  }

  host(name: string): EstateHost {
    const host = this.hosts.get(name);
    if (!host) throw new MissingError(`${this.id} has no host '${name}'`);
    return host;
  }

  machine(uuid: string): Machine {
    const machine = this.machines.get(uuid);
    if (!machine) throw new MissingError(`${this.id} has no machine '${uuid}'`);
    return machine;
  }

  network(name: string): EstateNetworkPlan {
    const network = this.plan.networks.find(plan => plan.name === name);
    if (!network) throw new MissingError(`${this.id} has no network '${name}'`);
    return network;
  }

  storage(name: string): EstateStoragePlan {
    const storage = this.plan.storages.find(plan => plan.name === name);
    if (!storage) throw new MissingError(`${this.id} has no storage '${name}'`);
    return storage;
  }

  /** Brings a machine in without anybody being told: for the beginning of the world. */
  settle(machine: Machine): void {
    machine.revision = this.revision;
    this.machines.set(machine.uuid, machine);
  }

  add(machine: Machine): void {
    if (this.machines.has(machine.uuid)) {
      throw new WorldError(
        `${this.id} has a machine '${machine.uuid}' already`,
      );
    }
    this.machines.set(machine.uuid, machine);
    this.record('added', machine);
  }

  /** Changes a machine by what is given, and tells those who watch. */
  change(machine: Machine, act: (machine: Machine) => void): void {
    act(machine);
    this.record('changed', machine);
  }

  remove(machine: Machine): void {
    if (!this.machines.delete(machine.uuid)) return;
    this.record('removed', machine);
  }

  setCondition(name: string, condition: NodeCondition): void {
    const host = this.host(name);
    host.condition = condition;
    host.revision = ++this.revision;
  }

  setMaintenance(name: string, maintenance: boolean): void {
    const host = this.host(name);
    host.maintenance = maintenance;
    host.revision = ++this.revision;
  }

  /** Everything after that revision, oldest first; undefined when it was forgotten. */
  changedSince(revision: number): readonly EstateChange[] | undefined {
    if (revision < this.forgotten) return undefined;
    return this.changes.filter(change => change.revision > revision);
  }

  /** Calls back at every change until the returned function is called. */
  onChange(listener: (change: EstateChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private record(kind: EstateChange['kind'], machine: Machine): void {
    machine.revision = ++this.revision;
    const change = { revision: this.revision, kind, machine };
    this.changes.push(change);
    if (this.changes.length > KEPT_CHANGES) {
      this.forgotten = this.changes.shift()?.revision ?? this.forgotten;
    }
    for (const listener of this.listeners) listener(change);
  }
}
