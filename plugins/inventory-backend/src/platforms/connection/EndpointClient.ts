import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { TestedEndpoint } from '@flyloft/plugin-inventory-common';
import { certificateOf, type EndpointTrust } from './endpointCertificate';
import { isReachableAddress } from './reachableAddress';

type Step = NonNullable<TestedEndpoint['connection']>;

/** The port that an https address means when it names none. */
const httpsPort = 443;

/**
 * Goes the way to one https address step by step: name, connection, TLS,
 * certificate. It sends no request, so nothing of ours goes to whoever
 * listens there, and nothing comes back but a certificate.
 */
export class EndpointClient {
  constructor(
    private readonly options: {
      trust: EndpointTrust;
      stepMilliseconds: number;
      now?: () => number;
      /** The addresses of a name; absent, the system's own. */
      resolve?: (host: string) => Promise<string[]>;
    },
  ) {}

  /** Never rejects but for an abort: what went wrong stands in the answer. */
  async test(url: string, signal: AbortSignal): Promise<TestedEndpoint> {
    const { hostname, port } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const tested: TestedEndpoint = {
      url,
      name: { ok: true, words: host, milliseconds: 0 },
      connection: null,
      tls: null,
      certificate: null,
    };
    const { resolve = systemAddresses } = this.options;
    const addresses = await this.step(() => namesOf(host, resolve), signal);
    tested.name = stepOf(addresses, found => found.join(', '));
    if (!addresses.ok) return tested;

    const socket = await this.step(
      () => tcp(host, addresses.value, Number(port || httpsPort), signal),
      signal,
    );
    tested.connection = stepOf(
      socket,
      ({ remoteAddress }) => `${remoteAddress}, port ${port || httpsPort}`,
    );
    if (!socket.ok) return tested;

    try {
      const secure = await this.step(
        () => tls(socket.value, host, this.options.trust.ca),
        signal,
      );
      tested.tls = stepOf(secure, each => each.getProtocol() ?? 'TLS');
      if (secure.ok) {
        tested.certificate = certificateOf(
          secure.value.getPeerCertificate(),
          secure.value.authorized ? null : secure.value.authorizationError,
          this.options.trust,
        );
      }
      return tested;
    } finally {
      socket.value.destroy();
    }
  }

  private async step<T>(
    run: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<StepResult<T>> {
    signal.throwIfAborted();
    const now = this.options.now ?? (() => performance.now());
    const started = now();
    const milliseconds = () => Math.round(now() - started);
    const limit = this.options.stepMilliseconds;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer within ${limit / 1000} s`)),
        limit,
      );
    });
    try {
      const value = await Promise.race([run(), late]);
      return { ok: true, value, milliseconds: milliseconds() };
    } catch (error) {
      signal.throwIfAborted();
      return { ok: false, error, milliseconds: milliseconds() };
    } finally {
      clearTimeout(timer);
    }
  }
}

type StepResult<T> =
  | { ok: true; value: T; milliseconds: number }
  | { ok: false; error: unknown; milliseconds: number };

function stepOf<T>(result: StepResult<T>, words: (value: T) => string): Step {
  const { ok, milliseconds } = result;
  return {
    ok,
    milliseconds,
    words: ok ? words(result.value) : wordsFor(result.error),
  };
}

const known: Record<string, string> = {
  ENOTFOUND: 'there is no such name',
  EAI_AGAIN: 'the name servers did not answer',
  ECONNREFUSED: 'nothing listens on this port',
  EHOSTUNREACH: 'there is no way to this host',
  ENETUNREACH: 'there is no way to this network',
  ETIMEDOUT: 'no answer',
  ECONNRESET: 'the connection was cut',
  EPROTO: 'what listens there does not speak TLS',
};

function wordsFor(error: unknown): string {
  const code = (error as { code?: string }).code ?? '';
  if (known[code]) return known[code];
  if (code.startsWith('ERR_SSL')) return known.EPROTO!;
  if (code) return code;
  return error instanceof Error ? error.message : 'an unknown failure';
}

const systemAddresses = async (host: string) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

async function namesOf(
  host: string,
  resolve: (host: string) => Promise<string[]>,
): Promise<string[]> {
  const found = isIP(host) ? [host] : await resolve(host);
  const [refused] = found.filter(address => !isReachableAddress(address));
  if (refused) {
    throw new Error(
      `${refused} is an address that no platform has (link-local, multicast or unspecified)`,
    );
  }
  return found;
}

/**
 * Connects to whichever address takes it, as a sync does: a name may have an
 * IPv6 address that nothing listens on. Only the addresses that were looked at
 * are used; the name is not asked for again.
 */
function tcp(
  host: string,
  addresses: string[],
  port: number,
  signal: AbortSignal,
): Promise<Socket> {
  const found = addresses.map(address => ({ address, family: isIP(address) }));
  return new Promise((resolve, reject) => {
    const socket = connectTcp({
      host,
      port,
      signal,
      autoSelectFamily: true,
      lookup: (_name, _options, answer) => answer(null, found),
    });
    socket.once('connect', () => resolve(socket));
    // It stays: an error after the answer must not end the process.
    socket.on('error', reject);
  });
}

function tls(
  socket: Socket,
  host: string,
  ca: string | undefined,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      ca,
      // Only looked at here; what is sent later asks for trust by itself.
      rejectUnauthorized: false,
      ...(isIP(host) ? { host } : { servername: host, host }),
    });
    secure.once('secureConnect', () => resolve(secure));
    secure.on('error', reject);
  });
}
