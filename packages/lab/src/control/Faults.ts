import { setTimeout as delay } from 'node:timers/promises';
import type { Access } from '../proxmox/access/Access.ts';
import type {
  Cut,
  Interceptor,
  Reply,
  RequestSummary,
} from '../proxmox/http/index.ts';
import type { NodeCondition } from '../world/Cluster.ts';
import type { World } from '../world/World.ts';
import { WorldError } from '../world/WorldError.ts';
import type { CallMeter } from './CallMeter.ts';
import {
  matchesPath,
  MOMENTARY_FAULTS,
  type Fault,
  type FaultKind,
  type FaultRequest,
} from './fault.ts';
import { emptied, halved, notJson } from './spoiledReply.ts';
import type { ApiAccess, SpoiltLists } from '../wire/platformApi.ts';

/** The phrases a Proxmox host, or the proxy inside it, gives these codes. */
const REASONS: Record<number, string> = {
  401: 'No ticket',
  403: 'Permission check failed',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Time-out',
  595: 'Connection refused',
  596: 'Connection timed out',
  597: 'Unexpected end of file',
  598: 'Connection reset by peer',
  599: 'Too many redirections',
};

/** What a fault may reach into besides the wire. */
export interface FaultReach {
  world: World;
  accessOf: (cluster: string) => Access;
  /** Opens or closes the port of a node that came back or went down. */
  setCondition: (
    cluster: string,
    node: string,
    condition: NodeCondition,
  ) => Promise<void>;
}

/** Where the APIs of the estates are reached. */
export interface EstateReach {
  accessOf(id: string): ApiAccess | undefined;
}

/** How Proxmox's lists of guests are known and spoiled. */
const PROXMOX_LISTS: SpoiltLists = {
  isList: path =>
    /^\/cluster\/resources$|^\/nodes\/[^/]+\/(?:qemu|lxc)$/.test(path),
  halved,
  emptied,
};

interface Kept {
  fault: Fault;
  /** Takes back what the fault did to the data centre. */
  undo: () => Promise<void>;
  timer: NodeJS.Timeout | undefined;
}

/** Everything that is meant to go wrong at present. */
export class Faults {
  private readonly reach: FaultReach;
  private readonly kept = new Map<number, Kept>();
  private latencyMilliseconds: number;
  private estates: EstateReach | undefined;
  private lastId = 0;

  constructor(reach: FaultReach, latencyMilliseconds = 0) {
    this.reach = reach;
    this.latencyMilliseconds = latencyMilliseconds;
  }

  /** Lets faults reach into the estates too, once these are there. */
  reachEstates(estates: EstateReach): void {
    this.estates = estates;
  }

  list(): Fault[] {
    return [...this.kept.values()].map(({ fault }) => ({ ...fault }));
  }

  /** Puts a fault in force. */
  async add(request: FaultRequest): Promise<Fault> {
    const fault: Fault = { ...request, id: ++this.lastId, hits: 0 };
    const undo = await this.strikeState(fault);
    if (isMomentary(fault.kind)) return fault;
    const timer =
      fault.seconds === undefined
        ? undefined
        : setTimeout(() => void this.clear(fault.id), fault.seconds * 1000);
    timer?.unref();
    this.kept.set(fault.id, { fault, undo, timer });
    return { ...fault };
  }

  /** Ends a fault; false when there is none with that id. */
  async clear(id: number): Promise<boolean> {
    const kept = this.kept.get(id);
    if (!kept) return false;
    this.kept.delete(id);
    clearTimeout(kept.timer);
    await kept.undo();
    return true;
  }

  async clearAll(): Promise<void> {
    // The latest first, so that of two faults on one node the older's state comes back.
    for (const id of [...this.kept.keys()].reverse()) await this.clear(id);
  }

  /** Forgets them all and mends nothing: for when the lab ends anyway. */
  async close(): Promise<void> {
    for (const { timer } of this.kept.values()) clearTimeout(timer);
    this.kept.clear();
  }

  /** What stands between the wire and the API of one entry node. */
  interceptor(
    cluster: string,
    entry: string,
    meter: CallMeter,
    lists: SpoiltLists = PROXMOX_LISTS,
  ): Interceptor {
    const at = { cluster, entry };
    return {
      beforeHandling: async request => {
        meter.begin(request);
        await this.pause(this.latencyMilliseconds, request);
        const slow = this.take(['slow'], at, request);
        await this.pause(slow?.milliseconds ?? 0, request);
        const fault = this.take(['status', 'cut'], at, request);
        if (!fault) return undefined;
        if (fault.kind === 'status') return failure(fault);
        meter.end(request);
        return { cut: 'before-head' };
      },
      beforeSending: (request, reply) => {
        meter.end(request);
        return this.spoil({ ...at, lists }, request, reply);
      },
    };
  }

  private spoil(
    at: { cluster: string; entry: string; lists: SpoiltLists },
    request: RequestSummary,
    reply: Reply,
  ): Reply | Cut | undefined {
    if (reply.status !== 200) return undefined;
    const list = this.take(['half-list', 'empty-list'], at, request, at.lists);
    const left =
      list?.kind === 'half-list'
        ? at.lists.halved(reply, list.share ?? 0.5, list.node)
        : list
          ? at.lists.emptied(reply)
          : undefined;
    const fault = this.take(['half-body', 'wrong-json'], at, request);
    if (fault?.kind === 'half-body')
      return { cut: 'in-body', share: fault.share ?? 0.5 };
    return fault ? notJson(left ?? reply) : left;
  }

  /** The first fault of these kinds that fits the call; it counts as struck. */
  private take(
    kinds: FaultKind[],
    at: { cluster: string; entry: string },
    request: RequestSummary,
    lists?: SpoiltLists,
  ): Fault | undefined {
    for (const { fault } of this.kept.values()) {
      if (!kinds.includes(fault.kind) || !fits(fault, at, request)) continue;
      // A fault of lists waits for a list of guests.
      if (lists && fault.path === undefined && !lists.isList(request.path))
        continue;
      fault.hits++;
      if (fault.times !== undefined && fault.hits >= fault.times)
        void this.clear(fault.id);
      return fault;
    }
    return undefined;
  }

  private async pause(
    milliseconds: number,
    request: RequestSummary,
  ): Promise<void> {
    if (milliseconds <= 0 || request.signal.aborted) return;
    try {
      await delay(milliseconds, undefined, { signal: request.signal });
    } catch (error) {
      // Whoever hung up while waiting needs no answer.
      if (!request.signal.aborted) throw error;
    }
  }

  private async strikeState(fault: Fault): Promise<() => Promise<void>> {
    const { world } = this.reach;
    const named = fault.cluster === undefined ? undefined : [fault.cluster];
    const estates = (named ?? [...world.estates.keys()]).filter(id =>
      world.estates.has(id),
    );
    const clusters = (named ?? [...world.clusters.keys()]).filter(
      id => !world.estates.has(id),
    );
    for (const id of clusters) world.cluster(id);
    if (fault.kind === 'node-silent' || fault.kind === 'node-down') {
      return this.strikeNode(fault, fault.kind);
    }
    if (fault.kind === 'emptied-acl') {
      const restore = [
        ...clusters.map(id => this.reach.accessOf(id).emptyAcl()),
        ...estates.map(id => this.estates?.accessOf(id)?.emptyAcl()),
      ];
      return async () => restore.forEach(undo => undo?.());
    }
    if (fault.kind === 'expired-ticket')
      clusters.forEach(id => this.reach.accessOf(id).expireTickets());
    estates.forEach(id => this.strikeOnce(fault.kind, id));
    return async () => undefined;
  }

  private strikeOnce(kind: FaultKind, estate: string): void {
    const access = this.estates?.accessOf(estate);
    if (kind === 'expired-ticket') access?.expireSessions();
    if (kind === 'cut-streams') access?.dropStreams();
  }

  private async strikeNode(
    fault: Fault,
    kind: 'node-silent' | 'node-down',
  ): Promise<() => Promise<void>> {
    const { world, setCondition } = this.reach;
    const condition = kind === 'node-down' ? 'down' : 'silent';
    const estate = world.estates.get(fault.cluster ?? '');
    const node = estate
      ? estate.host(fault.node ?? '')
      : world.cluster(fault.cluster ?? '').node(fault.node ?? '');
    if (node.condition !== 'online') {
      throw new WorldError(`node '${node.name}' is ${node.condition} already`);
    }
    const set = async (to: NodeCondition) => {
      if (estate) estate.setCondition(node.name, to);
      else await setCondition(fault.cluster ?? '', node.name, to);
    };
    await set(condition);
    return () => set('online');
  }
}

function fits(
  fault: Fault,
  at: { cluster: string; entry: string },
  request: RequestSummary,
): boolean {
  return (
    (fault.cluster === undefined || fault.cluster === at.cluster) &&
    (fault.entry === undefined || fault.entry === at.entry) &&
    (fault.method === undefined || fault.method === request.method) &&
    (fault.node === undefined ||
      fault.kind === 'half-list' ||
      request.path.startsWith(`/nodes/${fault.node}/`)) &&
    matchesPath(fault.path, request.path)
  );
}

function isMomentary(kind: FaultKind): boolean {
  return (MOMENTARY_FAULTS as readonly FaultKind[]).includes(kind);
}

function failure(fault: Fault): Reply {
  const status = fault.status ?? 500;
  const reason = fault.reason ?? REASONS[status] ?? 'Error';
  return {
    status,
    reason,
    contentType: 'application/json;charset=UTF-8',
    body: JSON.stringify({ data: null, message: `${reason}\n` }),
  };
}
