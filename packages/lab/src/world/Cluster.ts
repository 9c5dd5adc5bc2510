import type { ClusterPlan, NodePlan, StoragePlan } from './clusterPlan.ts';
import { Guest } from './Guest.ts';
import type { GuestKind } from './guestDetail.ts';
import { TaskLog } from './TaskLog.ts';
import { MissingError } from './WorldError.ts';

/**
 * How a node is. A silent one answers calls, but its status daemon tells the cluster
 * nothing, so that its guests stand in the cluster's list without name or figures. One that
 * is down answers nothing at all.
 */
export type NodeCondition = 'online' | 'silent' | 'down';

export interface ClusterNode {
  readonly id: number;
  readonly name: string;
  readonly plan: NodePlan;
  readonly cpus: number;
  condition: NodeCondition;
  /** SHA-256 of its certificate, in pairs with colons; set when the certificate exists. */
  fingerprint: string;
}

/** One cluster: its nodes, what they share, its guests and its tasks. */
export class Cluster {
  readonly id: string;
  readonly plan: ClusterPlan;
  readonly nodes: Map<string, ClusterNode>;
  private readonly byId: Map<number, Guest> = new Map();
  private inOrder: Guest[] | undefined;
  readonly pools: Map<string, { poolid: string; comment: string }>;
  readonly tasks: TaskLog = new TaskLog();
  /** Grows with every change of a guest's place, state or configuration. */
  revision = 0;

  constructor(plan: ClusterPlan) {
    this.id = plan.id;
    this.plan = plan;
    this.nodes = new Map(
      plan.nodes.map((node, index) => [
        node.name,
        {
          id: index + 1,
          name: node.name,
          plan: node,
          // Two hardware threads per core.
          cpus: node.sockets * node.coresPerSocket * 2,
          condition: 'online',
          fingerprint: '',
        },
      ]),
    );
    this.pools = new Map(plan.pools.map(pool => [pool.poolid, { ...pool }]));
  }

  /** The guest of that kind on that node, or the error Proxmox gives for a missing file. */
  guestOn(node: string, kind: GuestKind, vmid: number): Guest {
    const guest = this.byId.get(vmid);
    if (guest && guest.kind === kind && guest.node === node) return guest;
    const folder = kind === 'qemu' ? 'qemu-server' : 'lxc';
    throw new MissingError(
      `Configuration file 'nodes/${node}/${folder}/${vmid}.conf' does not exist`,
    );
  }

  guest(vmid: number): Guest {
    const guest = this.byId.get(vmid);
    if (!guest)
      throw new MissingError(`VM ${vmid} does not exist in cluster ${this.id}`);
    return guest;
  }

  node(name: string): ClusterNode {
    const node = this.nodes.get(name);
    if (!node) throw new MissingError(`no such cluster node '${name}'`);
    return node;
  }

  storage(name: string): StoragePlan {
    const storage = this.plan.storages.find(plan => plan.storage === name);
    if (!storage) throw new MissingError(`storage '${name}' does not exist`);
    return storage;
  }

  storagesOf(node: string): StoragePlan[] {
    return this.plan.storages.filter(
      plan => !plan.nodes || plan.nodes.includes(node),
    );
  }

  get guests(): ReadonlyMap<number, Guest> {
    return this.byId;
  }

  add(guest: Guest): void {
    this.byId.set(guest.vmid, guest);
    this.inOrder = undefined;
  }

  remove(guest: Guest): void {
    this.byId.delete(guest.vmid);
    this.inOrder = undefined;
  }

  /** Guests in the order of their ids. */
  sortedGuests(): readonly Guest[] {
    this.inOrder ??= [...this.byId.values()].sort((a, b) => a.vmid - b.vmid);
    return this.inOrder;
  }

  guestsOn(node: string): Guest[] {
    return this.sortedGuests().filter(guest => guest.node === node);
  }

  /** The lowest id nobody uses. */
  nextId(): number {
    let vmid = 100;
    while (this.byId.has(vmid)) vmid++;
    return vmid;
  }
}
