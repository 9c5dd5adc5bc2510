import { setTimeout as pause } from 'node:timers/promises';
import {
  callDeadline,
  cutKnownSecrets,
  isNetworkFailure,
  isUntrusted,
  malformedWords,
  networkWords,
  readText,
  Semaphore,
  tlsConnector,
  type TlsTrust,
} from '@flyloft/plugin-inventory-node';
import { Pool } from 'undici';
import type { z } from 'zod';
import { classifyStatus, isPrismFailure, PrismError } from './PrismError';
import { CallPace, waitMilliseconds, type AnswerHeaders } from './rateLimit';
import { refusalWords } from './refusalWords';

const mebibyte = 1024 * 1024;
const refusalBytes = 64 * 1024;
const reasonLength = 300;

/** How the client shows who it is. */
export type PrismCredentials =
  | { kind: 'basic'; username: string; password: string }
  | { kind: 'api-key'; apiKey: string };

/** What a client needs to reach a Prism Central. */
export interface PrismClientOptions {
  /** `https://host:9440`. */
  endpoint: string;
  credentials: PrismCredentials;
  trust: TlsTrust;
  requestTimeoutMilliseconds: number;
  /** At most this many calls at a time. */
  parallelCalls: number;
  /** Tries of a call in all. */
  attempts?: number;
  /** How long one call may wait in all because it was asked to. */
  patienceMilliseconds?: number;
  now?: () => number;
  /** 0 to 1, for the jitter between tries. */
  random?: () => number;
}

/** One question. v3 asks with a body, and changes nothing by it. */
export interface PrismCall {
  path: string;
  query?: Record<string, string | number>;
  body?: object;
  signal: AbortSignal;
}

/**
 * Speaks HTTP with one Prism Central. It knows how calls go well or wrong and
 * how fast they may come, and nothing of what they mean. Links in answers are
 * never followed: they carry wrong hosts, and would get the credential.
 */
export class PrismClient {
  private readonly pool: Pool;
  private readonly slots: Semaphore;
  private readonly pace = new CallPace();
  private readonly now: () => number;
  private readonly random: () => number;

  constructor(private readonly options: PrismClientOptions) {
    this.slots = new Semaphore(options.parallelCalls);
    this.now = options.now ?? Date.now;
    this.random = options.random ?? Math.random;
    this.pool = new Pool(options.endpoint, {
      connect: tlsConnector(options.trust),
      connections: options.parallelCalls,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 4_000,
      // Every call has one deadline of its own over all its parts.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Whom Prism Central takes us for. */
  get identity(): string {
    const { credentials } = this.options;
    return credentials.kind === 'basic' ? credentials.username : 'an API key';
  }

  get parallelCalls(): number {
    return this.options.parallelCalls;
  }

  /**
   * Asks, and reads the answer as a schema says; tried again where a second
   * try may go better.
   *
   * @throws PrismError by failure; an abort rejects with its reason
   */
  async ask<T>(call: PrismCall, schema: z.ZodType<T>): Promise<T> {
    const attempts = this.options.attempts ?? 3;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.slots.run(call.signal, () =>
          this.unlessLimited(call, schema),
        );
      } catch (error) {
        const repeatable = isPrismFailure(error, 'unavailable', 'malformed');
        if (!repeatable || attempt >= attempts) throw error;
        const wait = 150 * 2 ** attempt * (0.5 + this.random());
        await this.wait(wait, call.signal);
      }
    }
  }

  /** Frees all connections. */
  async close(): Promise<void> {
    await this.pool.destroy();
  }

  /** Asks as fast as allowed; where it was too fast, waits as told. */
  private async unlessLimited<T>(
    call: PrismCall,
    schema: z.ZodType<T>,
  ): Promise<T> {
    let patience = this.options.patienceMilliseconds ?? 120_000;
    for (let attempt = 1; ; attempt += 1) {
      await this.takeTurn(call.signal);
      const answer = await this.once(call, schema);
      if ('value' in answer) return answer.value;
      const jitter = 1 + this.random() / 4;
      const asked = waitMilliseconds(answer.limited, attempt, this.now());
      const wait = Math.max(asked * jitter, 50);
      patience -= wait;
      if (patience < 0) {
        throw this.failure(
          'rate-limited',
          call,
          'it asked us to wait too long',
          {
            statusCode: 429,
          },
        );
      }
      await this.wait(wait, call.signal);
    }
  }

  private async takeTurn(signal: AbortSignal): Promise<void> {
    for (;;) {
      const delay = this.pace.delay(this.now());
      if (delay === 0) return;
      await this.wait(delay, signal);
    }
  }

  private async wait(milliseconds: number, signal: AbortSignal) {
    try {
      await pause(milliseconds, undefined, { signal });
    } catch {
      // The timer's own AbortError says less than the signal's reason.
      signal.throwIfAborted();
    }
  }

  private async once<T>(
    call: PrismCall,
    schema: z.ZodType<T>,
  ): Promise<{ value: T } | { limited: AnswerHeaders }> {
    const timeout = this.options.requestTimeoutMilliseconds;
    const deadline = callDeadline(call.signal, timeout);
    try {
      const { statusCode, headers, body } = await this.pool.request({
        method: call.body ? 'POST' : 'GET',
        path: targetOf(call),
        headers: {
          accept: 'application/json',
          ...(call.body && { 'content-type': 'application/json' }),
          ...this.credentialHeaders(),
        },
        body: call.body && JSON.stringify(call.body),
        signal: deadline.signal,
      });
      this.pace.learn(headers);
      if (statusCode === 429) {
        await body.dump();
        return { limited: headers };
      }
      if (statusCode !== 200) {
        const text = await readText(body, refusalBytes).catch(() => '');
        const words = refusalWords(text) || 'no reason given';
        throw this.failure(classifyStatus(statusCode), call, words, {
          statusCode,
        });
      }
      const text = await readText(body, 64 * mebibyte);
      return { value: schema.parse(JSON.parse(text)) };
    } catch (error) {
      throw this.asFailure(error, call, deadline.expired());
    } finally {
      deadline.clear();
    }
  }

  private credentialHeaders(): Record<string, string> {
    const { credentials } = this.options;
    if (credentials.kind === 'api-key') {
      return { 'x-ntnx-api-key': credentials.apiKey };
    }
    const pair = `${credentials.username}:${credentials.password}`;
    return {
      authorization: `Basic ${Buffer.from(pair, 'utf8').toString('base64')}`,
    };
  }

  private asFailure(error: unknown, call: PrismCall, expired: boolean) {
    if (error instanceof PrismError) return error;
    if (call.signal.aborted) return call.signal.reason;
    if (expired) {
      const seconds = this.options.requestTimeoutMilliseconds / 1000;
      return this.failure('unavailable', call, `no answer within ${seconds} s`);
    }
    const malformed = malformedWords(error);
    if (malformed !== null) return this.failure('malformed', call, malformed);
    // An error of our own code is no word about Prism Central.
    if (!isNetworkFailure(error)) return error;
    return this.failure(
      isUntrusted(error) ? 'untrusted' : 'unavailable',
      call,
      networkWords(error),
    );
  }

  /** A failure whose words hold no secret, whatever the other side said. */
  failure(
    failure: PrismError['failure'],
    call: Pick<PrismCall, 'path'>,
    reason: string,
    more: { statusCode?: number } = {},
  ): PrismError {
    const { credentials, endpoint } = this.options;
    const secret =
      credentials.kind === 'basic' ? credentials.password : credentials.apiKey;
    const shown = cutKnownSecrets(reason, [secret])
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, reasonLength);
    return new PrismError(failure, {
      call: `${call.path} at ${new URL(endpoint).host}`,
      ...more,
      reason: shown,
    });
  }
}

function targetOf({ path, query }: PrismCall): string {
  const pairs = Object.entries(query ?? {}).map(
    // `$page` is sent as it is: an encoded dollar is another parameter to some.
    ([name, value]) => `${name}=${encodeURIComponent(value)}`,
  );
  return pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
}
