import { Pool, type buildConnector, type Dispatcher } from 'undici';
import { parseRefusal } from './answerBody';
import {
  callDeadline,
  cutKnownSecrets,
  isConnectFailure,
  isNetworkFailure,
  isUntrusted,
  malformedWords,
  networkWords,
  readText,
  Semaphore,
} from '@flyloft/plugin-inventory-node';
import { formOf, targetOf, type Call } from './call';
import { classifyAnswer } from './classifyAnswer';
import { NodeHealth } from './NodeHealth';
import { ProxmoxError, type ProxmoxFailure } from './ProxmoxError';

const refusalBytes = 64 * 1024;
const reasonLength = 300;

/** What an entry node needs besides its address. */
export interface EntryNodeOptions {
  /** At most this many calls at a time. */
  parallelCalls: number;
  connect: buildConnector.connector;
  now: () => number;
  /** What must never be seen in a message. */
  secrets: () => string[];
}

/** Reads the body of a good answer. */
export type ReadAnswer<T> = (
  body: Dispatcher.ResponseData['body'],
) => Promise<T>;

/**
 * One node that the client enters the cluster by: its connections, and what is
 * remembered of how it answered.
 */
export class EntryNode {
  readonly health: NodeHealth;
  /** Proxmox has three workers for all its clients: few calls at a time. */
  readonly slots: Semaphore;
  private readonly pool: Pool;
  private readonly host: string;

  constructor(
    endpoint: string,
    private readonly options: EntryNodeOptions,
  ) {
    const url = new URL(endpoint);
    this.host = url.host;
    this.health = new NodeHealth(options.now);
    this.slots = new Semaphore(options.parallelCalls);
    this.pool = new Pool(url.origin, {
      connect: options.connect,
      connections: options.parallelCalls,
      pipelining: 1,
      // Proxmox ends an idle connection after 5 s; meeting that end halfway
      // would look like a cut call.
      keepAliveTimeout: 3_000,
      keepAliveMaxTimeout: 3_000,
      // Every call has one deadline of its own over all its parts.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  /**
   * Makes one call, once.
   *
   * @throws ProxmoxError by what became of it; an abort rejects with its reason
   */
  async request<T>(
    call: Call,
    headers: Record<string, string>,
    read: ReadAnswer<T>,
  ): Promise<T> {
    const deadline = callDeadline(call.signal, call.timeoutMilliseconds);
    try {
      const response = await this.pool.request({
        method: call.method,
        path: targetOf(call),
        headers: {
          accept: 'application/json',
          ...(call.fields && {
            'content-type': 'application/x-www-form-urlencoded',
          }),
          ...headers,
        },
        // A string has a length: Proxmox refuses chunked bodies.
        body: call.fields && formOf(call.fields),
        signal: deadline.signal,
      });
      if (response.statusCode !== 200) {
        throw await this.refusal(call, response);
      }
      const value = await read(response.body);
      this.health.succeeded();
      return value;
    } catch (error) {
      throw this.asFailure(error, call, deadline.expired());
    } finally {
      deadline.clear();
    }
  }

  private async refusal(
    call: Call,
    response: Dispatcher.ResponseData,
  ): Promise<ProxmoxError> {
    const { statusCode } = response;
    // A cut body adds nothing to what code and reason phrase say already.
    const text = await readText(response.body, refusalBytes).catch(() => '');
    const { message, parameters } = parseRefusal(text);
    const phrase = response.statusText.trim();
    const failure = classifyAnswer({
      statusCode,
      reason: `${phrase} ${message}`,
      mutating: call.method !== 'GET',
    });
    if (failure === 'unavailable' || failure === 'unknown-outcome') {
      this.faltered(call);
    } else if (failure !== 'node-silent') {
      this.health.succeeded();
    }
    const details = parameters.length > 0 ? ` (${parameters.join(', ')})` : '';
    const reason = `${phrase || message || 'no reason given'}${details}`;
    return this.failure(failure, call, reason, { statusCode });
  }

  private faltered(call: Call): void {
    if (call.tellsOfNode) this.health.faltered();
  }

  private asFailure(error: unknown, call: Call, expired: boolean): unknown {
    if (error instanceof ProxmoxError) return error;
    if (call.signal.aborted) return call.signal.reason;
    const unanswered =
      call.method === 'GET' ? 'unavailable' : 'unknown-outcome';
    if (expired) {
      // A slow answer to one question says little about the node.
      this.faltered(call);
      const seconds = call.timeoutMilliseconds / 1000;
      return this.failure(unanswered, call, `no answer within ${seconds} s`, {
        timedOut: true,
      });
    }
    const malformed = malformedWords(error);
    if (malformed !== null) {
      this.faltered(call);
      const failure = call.method === 'GET' ? 'malformed' : 'unknown-outcome';
      return this.failure(failure, call, malformed);
    }
    // An error of our own code is no word about the node.
    if (!isNetworkFailure(error)) return error;
    this.health.failed();
    if (isUntrusted(error)) {
      return this.failure('untrusted', call, networkWords(error));
    }
    return this.failure(
      isConnectFailure(error) ? 'unavailable' : unanswered,
      call,
      networkWords(error),
    );
  }

  private failure(
    failure: ProxmoxFailure,
    call: Call,
    reason: string,
    more: { statusCode?: number; timedOut?: boolean } = {},
  ): ProxmoxError {
    const shown = cutKnownSecrets(reason, this.options.secrets())
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, reasonLength);
    return new ProxmoxError(failure, {
      call: `${call.method} ${call.path} at ${this.host}`,
      ...more,
      reason: shown,
    });
  }
}

/** The node to ask next: a good one with the least to do, not tried before. */
export function pickEntryNode(
  nodes: EntryNode[],
  tried: ReadonlySet<EntryNode> = new Set(),
): EntryNode {
  const untried = nodes.filter(node => !tried.has(node));
  const candidates = untried.length > 0 ? untried : nodes;
  const good = candidates.filter(node => !node.health.isResting);
  if (good.length > 0) {
    return good.reduce((a, b) => (b.slots.load < a.slots.load ? b : a));
  }
  return candidates.reduce((a, b) =>
    b.health.restingUntil < a.health.restingUntil ? b : a,
  );
}
