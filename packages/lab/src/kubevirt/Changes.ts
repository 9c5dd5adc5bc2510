import type { Estate } from '../world/estate/Estate.ts';
import type { Machine } from '../world/estate/Machine.ts';
import type { KubernetesObject } from './objects/object.ts';
import { node } from './objects/cluster.ts';
import type { Resource } from './resources.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** One event of one kind, with the object as it was then. */
export interface ResourceChange {
  revision: number;
  plural: string;
  type: ChangeType;
  object: KubernetesObject;
}

/** Older changes are forgotten: who asks for them is told to list anew. */
const KEPT = 20_000;
const NODE_LOOK_MILLISECONDS = 500;

/**
 * Every change as watches tell it, by kind. What runs of a machine is an object of its own
 * here, which comes and goes while the machine stays.
 */
export class Changes {
  private readonly estate: Estate;
  private readonly kept: ResourceChange[] = [];
  private readonly running: Set<string> = new Set();
  private readonly waiting: Set<() => void> = new Set();
  private readonly seenHosts: Map<string, number> = new Map();
  private readonly machineKinds: readonly Resource[];
  private readonly stopListening: () => void;
  private readonly timer: NodeJS.Timeout;
  /** Nothing at or before this is remembered. */
  private forgotten: number;

  constructor(estate: Estate, resources: readonly Resource[]) {
    this.estate = estate;
    this.forgotten = estate.revision - 1;
    this.machineKinds = resources.filter(each => each.ofMachine);
    for (const machine of estate.machines.values())
      if (machine.power !== 'stopped') this.running.add(machine.uuid);
    for (const host of estate.hosts.values())
      this.seenHosts.set(host.name, host.revision);
    this.stopListening = estate.onChange(change =>
      this.ofMachine(change.machine, change.kind, change.revision),
    );
    // Of hosts the estate tells nobody: it is looked at.
    this.timer = setInterval(() => this.lookAtHosts(), NODE_LOOK_MILLISECONDS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  /** Forgets what was, as etcd does when it compacts. */
  expire(): void {
    this.kept.length = 0;
    this.forgotten = this.estate.revision;
    this.wake();
  }

  /** What came after a revision; undefined when that is too long ago. */
  since(plural: string, revision: number): ResourceChange[] | undefined {
    this.lookAtHosts();
    if (revision < this.forgotten) return undefined;
    return this.kept.filter(
      change => change.plural === plural && change.revision > revision,
    );
  }

  /** Waits for the next change of whatever kind, or for a moment to pass. */
  async next(signal: AbortSignal, milliseconds: number): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>(resolve => {
      const end = () => {
        clearTimeout(timer);
        this.waiting.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.waiting.add(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  private ofMachine(
    machine: Machine,
    kind: 'added' | 'changed' | 'removed',
    revision: number,
  ): void {
    for (const resource of this.machineKinds) {
      const type =
        resource.plural === 'virtualmachines'
          ? typeOf(kind)
          : this.instanceChange(machine, kind);
      const object = type && resource.ofMachine?.(this.estate, machine);
      if (object)
        this.keep({ revision, plural: resource.plural, type, object });
    }
    this.wake();
  }

  private instanceChange(
    machine: Machine,
    kind: 'added' | 'changed' | 'removed',
  ): ChangeType | undefined {
    const ran = this.running.has(machine.uuid);
    const runs = kind !== 'removed' && machine.power !== 'stopped';
    if (runs) this.running.add(machine.uuid);
    else this.running.delete(machine.uuid);
    if (ran && runs) return 'MODIFIED';
    if (runs) return 'ADDED';
    return ran ? 'DELETED' : undefined;
  }

  private lookAtHosts(): void {
    let changed = false;
    for (const host of this.estate.hosts.values()) {
      if (this.seenHosts.get(host.name) === host.revision) continue;
      this.seenHosts.set(host.name, host.revision);
      const object = node(this.estate, host);
      this.keep({
        revision: host.revision,
        plural: 'nodes',
        type: 'MODIFIED',
        object,
      });
      changed = true;
    }
    if (changed) this.wake();
  }

  private keep(change: ResourceChange): void {
    this.kept.push(change);
    if (this.kept.length > KEPT)
      this.forgotten = this.kept.shift()?.revision ?? this.forgotten;
  }

  private wake(): void {
    for (const end of [...this.waiting]) end();
  }
}

function typeOf(kind: 'added' | 'changed' | 'removed'): ChangeType {
  if (kind === 'added') return 'ADDED';
  return kind === 'removed' ? 'DELETED' : 'MODIFIED';
}
