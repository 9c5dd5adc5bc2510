import type { Estate, EstateHost } from '../world/estate/Estate.ts';
import type { Machine, MachineSnapshot } from '../world/estate/Machine.ts';

/** Who may sign in. */
export interface PrismUser {
  username: string;
  password: string;
  /** The key that stands for the user in `X-Ntnx-Api-Key`. */
  apiKey: string;
  maySee: boolean;
}

/** A snapshot as Prism Central lists it: a recovery point of one machine. */
export interface RecoveryPoint {
  machine: Machine;
  snapshot: MachineSnapshot;
}

interface Known {
  tags: string[];
  snapshots: MachineSnapshot[];
}

/**
 * What a Prism Central knows besides the estate itself: who may ask, which categories there
 * are, which recovery points. The latter two stand in the machines' details, which are drawn
 * anew at each look: they are looked at once, and then whenever a machine changes.
 */
export class PrismCentral {
  readonly estate: Estate;
  readonly users: readonly PrismUser[];
  private readonly now: () => number;
  private readonly known: Map<string, Known> = new Map();
  /** Categories stay when nothing has them any more. */
  private readonly categoryIds: Map<string, string> = new Map();
  private looked = false;
  private withoutRights = 0;
  private readonly stopWatching: () => void;
  private sorted: { revision: number; machines: Machine[] } | undefined;

  constructor(estate: Estate, users: PrismUser[], now: () => number) {
    this.estate = estate;
    this.users = users;
    this.now = now;
    this.stopWatching = estate.onChange(({ kind, machine }) => {
      if (!this.looked) return;
      if (kind === 'removed') this.known.delete(machine.uuid);
      else this.look(machine);
    });
  }

  close(): void {
    this.stopWatching();
  }

  /** Seconds since 1970. */
  seconds(): number {
    return this.now();
  }

  /** Takes the rights from everybody: lists are empty then, and nothing is refused. */
  takeRights(): () => void {
    this.withoutRights++;
    return () => {
      this.withoutRights--;
    };
  }

  get hasRights(): boolean {
    return this.withoutRights === 0;
  }

  id(kind: string, name: string): string {
    return this.estate.idOf(kind, name);
  }

  /** Machines in the order in which they came; templates are no machines here. */
  machines(): readonly Machine[] {
    const { revision } = this.estate;
    if (this.sorted?.revision !== revision) {
      const machines = [...this.estate.machines.values()].filter(
        ({ template }) => !template,
      );
      this.sorted = { revision, machines };
    }
    return this.sorted.machines;
  }

  templates(): Machine[] {
    return [...this.estate.machines.values()].filter(
      ({ template }) => template,
    );
  }

  hosts(): EstateHost[] {
    return [...this.estate.hosts.values()];
  }

  /** `key:value` of all categories there ever were. */
  categories(): string[] {
    this.lookAtAll();
    return [...this.categoryIds.keys()];
  }

  categoriesOf(machine: Machine): string[] {
    this.lookAtAll();
    return this.known.get(machine.uuid)?.tags ?? [];
  }

  categoryId(name: string): string {
    let id = this.categoryIds.get(name);
    if (id === undefined) {
      id = this.id('category', name);
      this.categoryIds.set(name, id);
    }
    return id;
  }

  recoveryPoints(): RecoveryPoint[] {
    this.lookAtAll();
    return this.machines().flatMap(machine =>
      (this.known.get(machine.uuid)?.snapshots ?? []).map(snapshot => ({
        machine,
        snapshot,
      })),
    );
  }

  private lookAtAll(): void {
    if (this.looked) return;
    this.looked = true;
    for (const machine of this.estate.machines.values()) this.look(machine);
  }

  private look(machine: Machine): void {
    const { tags, snapshots } = machine.detail;
    const names = Object.entries(tags).map(([key, value]) => `${key}:${value}`);
    for (const name of names) this.categoryId(name);
    if (names.length > 0 || snapshots.length > 0)
      this.known.set(machine.uuid, { tags: names, snapshots });
    else this.known.delete(machine.uuid);
  }
}
