import { Semaphore, toText } from '@flyloft/plugin-inventory-node';
import { insideInterfacesOf } from '../wire/agentAnswers';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { GuestRow } from '../wire/resources';
import {
  afterAnswer,
  afterRefusal,
  afterSilence,
  agentQuestion,
  type AgentMemory,
  type InsideAnswer,
} from './agentMemory';

// Host name and system are asked of each guest once in so many runs.
const runsPerTurn = 6;

/** A running guest to ask. */
export interface AskedGuest {
  row: GuestRow;
  startedAt: string | null;
  memory: AgentMemory;
}

/**
 * Asks guests for their addresses: machines through their agent, containers
 * through their node. An agent that hangs costs its whole time-out, so those
 * that did not answer last time wait in a lane of their own, and a run spends
 * only so much on waiting for nothing.
 */
export class AgentReader {
  private readonly slowLane: Semaphore;
  private patience: number;
  private refusals = 0;

  constructor(
    private readonly cluster: ClusterClient,
    private readonly run: {
      number: number;
      /** Machines' agents need a privilege of their own; containers don't. */
      mayAskMachines: boolean;
      now: Date;
      signal: AbortSignal;
      /** How long the run waits in all for agents that say nothing. */
      patienceMilliseconds: number;
    },
  ) {
    // Leaves room for configurations at every entry node.
    const width = Math.max(1, Math.floor(cluster.parallelCalls / 2));
    this.slowLane = new Semaphore(width);
    this.patience = run.patienceMilliseconds * width;
  }

  /** How many guests' agents were refused to us in this run. */
  get refused(): number {
    return this.refusals;
  }

  /** Asks a guest if it is its turn; answers what to remember of it. */
  async ask(guest: AskedGuest): Promise<AgentMemory> {
    const { now, number, signal, mayAskMachines } = this.run;
    if (guest.row.type === 'qemu' && !mayAskMachines) return guest.memory;
    const question = agentQuestion(guest.memory, {
      startedAt: guest.startedAt,
      now,
      turn: guest.row.vmid % runsPerTurn === number % runsPerTurn,
    });
    if (!question.ask) return guest.memory;
    const ask = async () =>
      this.patience > 0
        ? this.askNow(guest, question.everything)
        : guest.memory;
    return question.quick ? ask() : this.slowLane.run(signal, ask);
  }

  private async askNow(
    guest: AskedGuest,
    everything: boolean,
  ): Promise<AgentMemory> {
    const before = performance.now();
    try {
      const answer =
        guest.row.type === 'qemu'
          ? await this.machine(guest, everything)
          : await this.container(guest);
      return afterAnswer(guest.memory, answer, guest.startedAt);
    } catch (error) {
      if (!(error instanceof ProxmoxError) || endsRun(error)) throw error;
      // The way to the guest failed, or it is gone: no word of its agent.
      if (!isSilence(error)) return guest.memory;
      if (error.failure === 'refused') {
        this.refusals += 1;
        return afterRefusal(guest.memory, this.run.now);
      }
      this.patience -= performance.now() - before;
      return afterSilence(guest.memory, {
        startedAt: guest.startedAt,
        now: this.run.now,
      });
    }
  }

  private async machine(
    { row, memory }: AskedGuest,
    everything: boolean,
  ): Promise<InsideAnswer> {
    const { signal } = this.run;
    const interfaces = insideInterfacesOf(
      await this.cluster.agentInterfaces(row, signal),
    );
    if (!everything && memory.answer) return { ...memory.answer, interfaces };
    const hostName = await this.optional(
      this.cluster.agentHostName(row, signal),
      answer => toText(answer.result['host-name']) ?? null,
    );
    const system = await this.optional(
      this.cluster.agentSystem(row, signal),
      ({ result }) => ({
        id: toText(result.id) ?? null,
        name: toText(result['pretty-name']) ?? toText(result.name) ?? null,
      }),
    );
    return {
      interfaces,
      hostName: hostName ?? memory.answer?.hostName ?? null,
      system: system ?? memory.answer?.system ?? null,
    };
  }

  private async container({ row }: AskedGuest): Promise<InsideAnswer> {
    const wire = await this.cluster.containerInterfaces(row, this.run.signal);
    return {
      interfaces: insideInterfacesOf(wire),
      hostName: null,
      system: null,
    };
  }

  /** Older agents know their addresses, but not these questions. */
  private async optional<T, R>(
    question: Promise<T>,
    read: (answer: T) => R,
  ): Promise<R | null> {
    try {
      return read(await question);
    } catch (error) {
      if (!(error instanceof ProxmoxError) || endsRun(error)) throw error;
      return null;
    }
  }
}

function endsRun(error: ProxmoxError): boolean {
  return error.failure === 'unauthenticated' || error.failure === 'untrusted';
}

function isSilence(error: ProxmoxError): boolean {
  return (
    error.timedOut ||
    isProxmoxFailure(error, 'agent-silent', 'malformed', 'invalid', 'refused')
  );
}
