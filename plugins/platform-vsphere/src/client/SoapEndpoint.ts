import {
  callDeadline,
  cutKnownSecrets,
  isNetworkFailure,
  isUntrusted,
  networkWords,
  tlsConnector,
  TooLargeError,
  type TlsTrust,
} from '@flyloft/plugin-inventory-node';
import { Pool, type Dispatcher } from 'undici';
import type { Reference } from '../soap/reference';
import { soapRequest } from '../soap/request';
import { SoapElement } from '../soap/SoapElement';
import { MalformedXmlError, SoapReader } from '../soap/SoapReader';
import { failureOfFault, VsphereError } from './VsphereError';

/** What an endpoint is made of. */
export interface SoapEndpointOptions {
  /** Such as `https://vc1.example.org`. */
  endpoint: string;
  trust: TlsTrust;
  /** How long the server may be silent: before an answer, and within it. */
  requestTimeoutMilliseconds: number;
  /** What must never be seen in a message. */
  secrets: readonly string[];
}

/** One method called on one object. */
export interface SoapCall {
  method: string;
  target: Reference;
  /** The arguments as XML. */
  args?: string;
  signal: AbortSignal;
  cookie?: string | null;
  /** The namespace's version, such as `8.0.3.0`. */
  apiVersion?: string | null;
  /** Elements of this name are handed over as they arrive. */
  recordName?: string;
  /** Longer than usual for calls that wait for something to happen. */
  timeoutMilliseconds?: number;
}

/** A record as it arrived, or at last what is left of the answer. */
export type AnswerPart =
  { record: SoapElement } | { rest: SoapElement; setCookie: string | null };

// 100,000 machines in one answer are some 800 MB; read as a stream.
const mostBytes = 4 * 1024 * 1024 * 1024;
const reasonLength = 300;

/** Calls methods of one server over HTTPS, one at a time, without a memory. */
export class SoapEndpoint {
  readonly host: string;
  private readonly pool: Pool;

  constructor(private readonly options: SoapEndpointOptions) {
    const url = new URL(options.endpoint);
    this.host = url.host;
    this.pool = new Pool(url.origin, {
      connect: tlsConnector(options.trust),
      connections: 2,
      pipelining: 1,
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 30_000,
      // Every wait has a deadline of its own below.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }

  /** Makes one call, once, and hands over its answer while it arrives. */
  async *request(call: SoapCall): AsyncGenerator<AnswerPart> {
    const milliseconds =
      call.timeoutMilliseconds ?? this.options.requestTimeoutMilliseconds;
    // Only waiting for the server counts, not what the reader takes its time for.
    const gone = new AbortController();
    let ended = false;
    const signal = AbortSignal.any([call.signal, gone.signal]);
    const patiently = async <T>(wait: () => Promise<T>): Promise<T> => {
      const deadline = callDeadline(signal, milliseconds);
      const expiry = new Promise<never>((_, reject) => {
        deadline.signal.addEventListener('abort', () => {
          gone.abort();
          reject(new SilenceError(milliseconds));
        });
      });
      try {
        return await Promise.race([wait(), expiry]);
      } finally {
        deadline.clear();
      }
    };
    try {
      const response = await patiently(() => this.send(call, signal));
      // A body that is destroyed says so to whoever listens, or to nobody.
      response.body.on('error', () => {});
      yield* this.answer(call, response, patiently);
      ended = true;
    } catch (error) {
      throw this.asFailure(error, call);
    } finally {
      // Whoever stops reading early must not leave a call behind.
      if (!ended) gone.abort();
    }
  }

  private send(
    call: SoapCall,
    signal: AbortSignal,
  ): Promise<Dispatcher.ResponseData> {
    const version = call.apiVersion ?? '6.5';
    return this.pool.request({
      method: 'POST',
      path: '/sdk',
      headers: {
        'content-type': 'text/xml; charset=utf-8',
        accept: 'text/xml',
        soapaction: `"urn:vim25/${version}"`,
        ...(call.cookie && { cookie: call.cookie }),
      },
      body: soapRequest(call.method, call.target, call.args ?? ''),
      signal,
    });
  }

  private async *answer(
    call: SoapCall,
    response: Dispatcher.ResponseData,
    patiently: <T>(wait: () => Promise<T>) => Promise<T>,
  ): AsyncGenerator<AnswerPart> {
    const { statusCode, headers, body } = response;
    // A fault is a 500 with an envelope; anything else has nothing to read.
    if (statusCode !== 200 && statusCode !== 500) {
      throw new VsphereError(
        statusCode >= 500 || statusCode === 429 ? 'unavailable' : 'malformed',
        this.callName(call),
        `the server answered with HTTP ${statusCode}`,
      );
    }
    const reader = new SoapReader(
      statusCode === 200 ? call.recordName : undefined,
    );
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const chunks = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]();
    let size = 0;
    try {
      for (;;) {
        const next = await patiently(() => chunks.next());
        if (next.done) break;
        size += next.value.length;
        if (size > mostBytes) {
          throw new TooLargeError(
            `the answer is larger than ${mostBytes} bytes`,
          );
        }
        const records = reader.push(
          decoder.decode(next.value, { stream: true }),
        );
        for (const record of records) yield { record };
      }
    } finally {
      body.destroy();
    }
    reader.finish();
    this.throwFault(call, reader.root, statusCode);
    const cookies = headers['set-cookie'];
    const setCookie = Array.isArray(cookies) ? cookies[0] : cookies;
    yield { rest: reader.root, setCookie: setCookie ?? null };
  }

  private throwFault(
    call: SoapCall,
    root: SoapElement,
    statusCode: number,
  ): void {
    const fault = root.child('Envelope.Body.Fault');
    if (fault) {
      const [detail] = fault.child('detail')?.children ?? [];
      const name =
        detail?.type ?? detail?.name.replace(/Fault$/, '') ?? 'Fault';
      const words = fault.textOf('faultstring');
      throw new VsphereError(
        failureOfFault(name),
        this.callName(call),
        this.shown(words ? `${name}: ${words}` : name),
        name,
      );
    }
    if (statusCode !== 200) {
      throw new VsphereError(
        'unavailable',
        this.callName(call),
        `the server answered with HTTP ${statusCode}`,
      );
    }
  }

  private asFailure(error: unknown, call: SoapCall): unknown {
    if (error instanceof VsphereError) return error;
    if (call.signal.aborted) return call.signal.reason;
    const name = this.callName(call);
    if (error instanceof SilenceError) {
      return new VsphereError('unavailable', name, error.message);
    }
    if (error instanceof MalformedXmlError || error instanceof TooLargeError) {
      return new VsphereError('malformed', name, error.message);
    }
    if (
      error instanceof TypeError &&
      'code' in error &&
      error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    ) {
      return new VsphereError('malformed', name, 'the answer is not UTF-8');
    }
    if (!isNetworkFailure(error)) return error;
    return new VsphereError(
      isUntrusted(error) ? 'untrusted' : 'unavailable',
      name,
      this.shown(networkWords(error)),
    );
  }

  private callName({ method }: SoapCall): string {
    return `${method} at ${this.host}`;
  }

  private shown(reason: string): string {
    return cutKnownSecrets(reason, this.options.secrets)
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, reasonLength);
  }
}

class SilenceError extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds / 1000} s`);
  }
}
