import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readData, readRows } from './answerBody';
import type { Call, Fields } from './call';
import { isRepeatable } from './classifyAnswer';
import type { Credentials } from './Credentials';
import { EntryNode, pickEntryNode, type ReadAnswer } from './EntryNode';
import { isProxmoxFailure, ProxmoxError } from './ProxmoxError';
import { tlsConnector, type TlsTrust } from '@flyloft/plugin-inventory-node';

const mebibyte = 1024 * 1024;

/** What a client needs to reach a cluster. */
export interface ProxmoxClientOptions {
  /** `https://host:8006`, several for one cluster. */
  endpoints: string[];
  credentials: Credentials;
  trust: TlsTrust;
  requestTimeoutMilliseconds: number;
  /** At most this many calls at a time to one entry node. */
  parallelCalls: number;
  /** Tries of a read in all; each entry node gets at least one. */
  attempts?: number;
  now?: () => number;
  /** 0 to 1, for the jitter between tries. */
  random?: () => number;
}

/** How one read is done. */
export interface ReadOptions {
  signal: AbortSignal;
  query?: Fields;
  timeoutMilliseconds?: number;
  maxBytes?: number;
  attempts?: number;
  /** The question goes to a guest's inside: its silence is not the node's. */
  asksGuest?: boolean;
}

/**
 * Speaks the HTTP API of one Proxmox VE cluster through several entry nodes.
 * It knows how calls go well or wrong, and nothing of what they mean.
 */
export class ProxmoxClient {
  private readonly nodes: EntryNode[];
  private readonly attempts: number;
  private readonly random: () => number;

  constructor(private readonly options: ProxmoxClientOptions) {
    const connect = tlsConnector(options.trust);
    this.nodes = options.endpoints.map(
      endpoint =>
        new EntryNode(endpoint, {
          parallelCalls: options.parallelCalls,
          connect,
          now: options.now ?? Date.now,
          secrets: () => options.credentials.secrets(),
        }),
    );
    this.attempts = Math.max(options.attempts ?? 3, this.nodes.length);
    this.random = options.random ?? Math.random;
  }

  /** Whom the platform takes us for. */
  get identity(): string {
    return this.options.credentials.identity;
  }

  /** How many calls can be under way at once, over all entry nodes. */
  get parallelCalls(): number {
    return this.nodes.length * this.options.parallelCalls;
  }

  /**
   * Reads the data of an answer as a schema says.
   *
   * @throws ProxmoxError by failure; an abort rejects with its reason
   */
  async get<T>(
    path: string,
    schema: z.ZodType<T>,
    options: ReadOptions,
  ): Promise<T> {
    const call = this.readCall(path, options, 16 * mebibyte);
    return this.repeat(call, options.attempts, body =>
      readData(body, call.maxBytes, schema),
    );
  }

  /** Reads a list row by row; `toRow` makes each slim, null leaves it out. */
  async rows<T>(
    path: string,
    toRow: (row: unknown) => T | null,
    options: ReadOptions,
  ): Promise<T[]> {
    const call = this.readCall(path, options, 256 * mebibyte);
    return this.repeat(call, options.attempts, async body => {
      // A second try starts afresh.
      const rows: T[] = [];
      await readRows(body, call.maxBytes, row => {
        const slim = toRow(row);
        if (slim !== null) rows.push(slim);
      });
      return rows;
    });
  }

  /**
   * Changes something, once: never repeated, whatever the failure.
   *
   * @throws ProxmoxError with `unknown-outcome` when it may have taken effect
   */
  async send<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    schema: z.ZodType<T>,
    options: { signal: AbortSignal; fields?: Fields },
  ): Promise<T> {
    const call: Call = {
      method,
      path,
      // A body on DELETE is refused: its fields go into the query.
      ...(method === 'DELETE'
        ? { query: options.fields }
        : { fields: options.fields ?? {} }),
      timeoutMilliseconds: this.options.requestTimeoutMilliseconds,
      maxBytes: 16 * mebibyte,
      tellsOfNode: true,
      signal: options.signal,
    };
    return this.attempt(pickEntryNode(this.nodes), call, body =>
      readData(body, call.maxBytes, schema),
    );
  }

  /** Frees all connections. */
  async close(): Promise<void> {
    await Promise.all(this.nodes.map(node => node.close()));
  }

  private readCall(path: string, options: ReadOptions, bytes: number): Call {
    return {
      method: 'GET',
      path,
      query: options.query,
      timeoutMilliseconds:
        options.timeoutMilliseconds ?? this.options.requestTimeoutMilliseconds,
      maxBytes: options.maxBytes ?? bytes,
      tellsOfNode: !options.asksGuest,
      signal: options.signal,
    };
  }

  /** Tries a read on one entry node after the other, each once before any twice. */
  private async repeat<T>(
    call: Call,
    attempts: number = this.attempts,
    read: ReadAnswer<T>,
  ): Promise<T> {
    const tried = new Set<EntryNode>();
    for (let attempt = 1; ; attempt += 1) {
      const node = pickEntryNode(this.nodes, tried);
      try {
        return await this.attempt(node, call, read);
      } catch (error) {
        tried.add(node);
        if (!(error instanceof ProxmoxError)) throw error;
        const allTried = tried.size >= this.nodes.length;
        // A silent node or a wrong certificate is no different in a second.
        const settled =
          allTried && isProxmoxFailure(error, 'node-silent', 'untrusted');
        if (!isRepeatable(error.failure) || settled || attempt >= attempts) {
          throw error;
        }
        if (allTried) await this.pauseAfter(attempt, call.signal);
      }
    }
  }

  private async pauseAfter(attempt: number, signal: AbortSignal) {
    const milliseconds = 100 * 2 ** attempt * (0.5 + this.random());
    try {
      await pause(milliseconds, undefined, { signal });
    } catch {
      // The timer's own AbortError says less than the signal's reason.
      signal.throwIfAborted();
    }
  }

  private async attempt<T>(
    node: EntryNode,
    call: Call,
    read: ReadAnswer<T>,
  ): Promise<T> {
    const { credentials } = this.options;
    const exchange = async () => {
      const headers = await credentials.headers(call.method, (path, fields) =>
        this.login(node, path, fields, call.signal),
      );
      return { headers, call: () => node.request(call, headers, read) };
    };
    return node.slots.run(call.signal, async () => {
      const first = await exchange();
      try {
        return await first.call();
      } catch (error) {
        // A ticket may have run out: fetch a new one and ask once more. A 401
        // says that nothing was done, so this holds for every method.
        const renewable =
          isProxmoxFailure(error, 'unauthenticated') &&
          credentials.rejected(first.headers);
        if (!renewable) throw error;
      }
      return (await exchange()).call();
    });
  }

  private async login(
    node: EntryNode,
    path: string,
    fields: Record<string, string>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const call: Call = {
      method: 'POST',
      path,
      fields,
      timeoutMilliseconds: this.options.requestTimeoutMilliseconds,
      maxBytes: mebibyte,
      tellsOfNode: true,
      signal,
    };
    try {
      return await node.request(call, {}, body =>
        readData(body, call.maxBytes, z.unknown()),
      );
    } catch (error) {
      if (!isProxmoxFailure(error, 'unknown-outcome')) throw error;
      // A login changes nothing: it may be tried elsewhere.
      throw new ProxmoxError('unavailable', {
        call: `POST ${path}`,
        statusCode: error.statusCode ?? undefined,
        reason: error.reason,
      });
    }
  }
}
