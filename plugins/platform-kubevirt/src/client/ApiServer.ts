import {
  callDeadline,
  cutKnownSecrets,
  isNetworkFailure,
  isUntrusted,
  malformedWords,
  networkWords,
  readText,
  tlsConnector,
  type TlsTrust,
} from '@flyloft/plugin-inventory-node';
import { Pool, type Dispatcher } from 'undici';
import { KubernetesError, type KubernetesFailure } from './KubernetesError';
import { classifyStatus, parseStatusText } from './statusAnswer';

const refusalBytes = 64 * 1024;
const reasonLength = 300;

/** How an API server is reached, and as whom. */
export interface ApiServerAccess {
  /** `https://host:6443`, with a path where a proxy such as Rancher's adds one. */
  server: string;
  trust: TlsTrust;
  /** Absent where a client certificate says who we are. */
  token?: string;
}

/** One call of the API. */
export interface ApiCall {
  method: 'GET' | 'POST';
  /** From `/api` or `/apis` on, its segments encoded. */
  path: string;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  timeoutMilliseconds: number;
  signal: AbortSignal;
  /** Watches have connections of their own: they must not hold up questions. */
  longLived?: boolean;
}

type Body = Dispatcher.ResponseData['body'];

/**
 * One API server: its connections, and what each answer means. It makes each
 * call once and knows nothing of what is asked.
 */
export class ApiServer {
  private readonly questions: Pool;
  private readonly watches: Pool;
  private readonly prefix: string;
  private readonly host: string;

  constructor(
    private readonly access: ApiServerAccess,
    parallelCalls: number,
  ) {
    const url = new URL(access.server);
    this.host = url.host;
    this.prefix = url.pathname.replace(/\/+$/, '');
    const connect = tlsConnector(access.trust);
    // Every call has one deadline of its own over all its parts.
    const patient = { connect, headersTimeout: 0, bodyTimeout: 0 };
    this.questions = new Pool(url.origin, {
      ...patient,
      connections: parallelCalls,
    });
    this.watches = new Pool(url.origin, patient);
  }

  async close(): Promise<void> {
    await Promise.all([this.questions.destroy(), this.watches.destroy()]);
  }

  /**
   * Makes one call, once, and hands its body to `read`.
   *
   * @throws KubernetesError by what became of it; an abort rejects with its reason
   */
  async request<T>(
    call: ApiCall,
    read: (body: Body) => Promise<T>,
  ): Promise<T> {
    const deadline = callDeadline(call.signal, call.timeoutMilliseconds);
    try {
      const response = await this.send(call, deadline.signal);
      if (response.statusCode < 200 || response.statusCode > 299) {
        throw await this.refusal(call, response);
      }
      return await read(response.body);
    } catch (error) {
      throw this.asFailure(error, call, deadline.expired());
    } finally {
      deadline.clear();
    }
  }

  /** Makes one call and hands on what it streams, until either side ends it. */
  async *stream(
    call: ApiCall,
    pieces: (body: Body) => AsyncIterable<unknown>,
  ): AsyncGenerator<unknown> {
    const deadline = callDeadline(call.signal, call.timeoutMilliseconds);
    try {
      const response = await this.send(call, deadline.signal);
      if (response.statusCode !== 200) throw await this.refusal(call, response);
      try {
        yield* pieces(response.body);
      } finally {
        response.body.destroy();
      }
    } catch (error) {
      throw this.asFailure(error, call, deadline.expired());
    } finally {
      deadline.clear();
    }
  }

  private send(
    call: ApiCall,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const { token } = this.access;
    const query = new URLSearchParams(
      Object.entries(call.query ?? {}).map(([name, value]) => [
        name,
        String(value),
      ]),
    ).toString();
    return (call.longLived ? this.watches : this.questions).request({
      method: call.method,
      path: `${this.prefix}${call.path}${query === '' ? '' : `?${query}`}`,
      headers: {
        accept: 'application/json',
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: call.body === undefined ? undefined : JSON.stringify(call.body),
      signal,
    });
  }

  private async refusal(
    call: ApiCall,
    response: Dispatcher.ResponseData,
  ): Promise<KubernetesError> {
    const { statusCode, headers } = response;
    // A cut body adds nothing to what the code says already.
    const text = await readText(response.body, refusalBytes).catch(() => '');
    const status = parseStatusText(text);
    const seconds = Number(headers['retry-after'] ?? status?.retryAfterSeconds);
    return this.failure(
      classifyStatus(statusCode, status),
      call,
      status?.message ?? response.statusText ?? 'no reason given',
      {
        statusCode,
        retryAfterMilliseconds: seconds > 0 ? seconds * 1000 : undefined,
        continueToken: status?.continueToken ?? undefined,
      },
    );
  }

  private asFailure(error: unknown, call: ApiCall, expired: boolean): unknown {
    if (error instanceof KubernetesError) return error;
    if (call.signal.aborted) return call.signal.reason;
    if (expired) {
      const seconds = call.timeoutMilliseconds / 1000;
      return this.failure('unavailable', call, `no answer within ${seconds} s`);
    }
    const malformed = malformedWords(error);
    if (malformed !== null) return this.failure('malformed', call, malformed);
    // An error of our own code is no word about the API server.
    if (!isNetworkFailure(error)) return error;
    return this.failure(
      isUntrusted(error) ? 'untrusted' : 'unavailable',
      call,
      networkWords(error),
    );
  }

  /** Makes the error of a call in words that people may read. */
  failure(
    failure: KubernetesFailure,
    call: Pick<ApiCall, 'method' | 'path'>,
    reason: string,
    more: {
      statusCode?: number;
      retryAfterMilliseconds?: number;
      continueToken?: string;
    } = {},
  ): KubernetesError {
    const shown = cutKnownSecrets(reason, [this.access.token])
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, reasonLength);
    return new KubernetesError(failure, {
      call: `${call.method} ${call.path} at ${this.host}`,
      ...more,
      reason: shown,
    });
  }
}
