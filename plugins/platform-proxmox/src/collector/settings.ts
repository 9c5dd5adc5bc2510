import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { normalFingerprint, type TlsTrust } from '../client/tlsConnector';

/** How one platform of this type is reached and read. */
export interface ProxmoxSettings {
  endpoints: string[];
  credentials:
    | { kind: 'token'; id: string; secret: string }
    | { kind: 'password'; username: string; password: string };
  trust: TlsTrust;
  requestTimeoutMilliseconds: number;
  parallelCalls: number;
  agent: { enabled: boolean; timeoutMilliseconds: number };
  uiUrl: string;
}

/** Reads one platform's configuration and names its keys in complaints. */
interface Source {
  config: Config;
  key(name: string): string;
}

function parseUrl(source: Source, key: string, text: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(
      `${source.key(key)} is not a URL; it should look like https://pve1.example.org:8006`,
    );
  }
  if (url.protocol !== 'https:') {
    throw new InputError(
      `${source.key(key)} must begin with https://: a token is never sent unprotected`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `${source.key(key)} must not hold a user or password; set tokenId and tokenSecret`,
    );
  }
  return url;
}

function readEndpoints(source: Source): string[] {
  const { config } = source;
  const endpoints = config.getOptionalStringArray('endpoints') ?? [];
  if (endpoints.length === 0) {
    throw new InputError(
      `${source.key('endpoints')} must name at least one node, such as https://pve1.example.org:8006`,
    );
  }
  const origins = endpoints.map((text, index) => {
    const url = parseUrl(source, `endpoints[${index}]`, text);
    if (url.pathname !== '/' || url.search || url.hash) {
      throw new InputError(
        `${source.key(`endpoints[${index}]`)} must end after the port: the API's path is added`,
      );
    }
    return url.origin;
  });
  return [...new Set(origins)];
}

const tokenId = /^[^\s!@]+@[^\s!@]+![A-Za-z][A-Za-z0-9._-]*$/;
const userName = /^[^\s!@]+@[^\s!@]+$/;

function readCredentials(source: Source): ProxmoxSettings['credentials'] {
  const { config } = source;
  const id = config.getOptionalString('tokenId');
  const secret = config.getOptionalString('tokenSecret');
  const username = config.getOptionalString('username');
  const password = config.getOptionalString('password');
  const hasToken = id !== undefined || secret !== undefined;
  const hasPassword = username !== undefined || password !== undefined;
  if (hasToken && hasPassword) {
    throw new InputError(
      `${source.key('tokenId')} and ${source.key('username')} are both set; one of them decides who signs in`,
    );
  }
  if (hasPassword) {
    if (username === undefined || password === undefined) {
      const missing = username === undefined ? 'username' : 'password';
      throw new InputError(`${source.key(missing)} is missing`);
    }
    if (!userName.test(username)) {
      throw new InputError(
        `${source.key('username')} must name the realm, too: flyloft@pve`,
      );
    }
    return { kind: 'password', username, password };
  }
  if (id === undefined || secret === undefined) {
    const missing = id === undefined ? 'tokenId' : 'tokenSecret';
    throw new InputError(`${source.key(missing)} is missing`);
  }
  if (!tokenId.test(id)) {
    throw new InputError(
      `${source.key('tokenId')} must look like flyloft@pve!portal`,
    );
  }
  return { kind: 'token', id, secret };
}

function readTrust(source: Source): TlsTrust {
  const { config } = source;
  const ca = config.getOptionalString('ca');
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InputError(
      `${source.key('ca')} must be a certificate in PEM; name a file with ca: { $file: pve-root-ca.pem }`,
    );
  }
  const fingerprints = config.getOptionalStringArray('fingerprints');
  fingerprints?.forEach((text, index) => {
    if (!/^[0-9a-f]{64}$/.test(normalFingerprint(text))) {
      throw new InputError(
        `${source.key(`fingerprints[${index}]`)} must be a SHA-256 fingerprint: 32 pairs of hexadecimal digits`,
      );
    }
  });
  return { ca, fingerprints: fingerprints?.length ? fingerprints : undefined };
}

function readMilliseconds(
  source: Source,
  key: string,
  fallback: number,
  limits: { from: number; to: number },
): number {
  const { config } = source;
  if (!config.has(key)) return fallback;
  let milliseconds: number;
  try {
    milliseconds = durationToMilliseconds(
      readDurationFromConfig(config, { key }),
    );
  } catch {
    throw new InputError(
      `${source.key(key)} must be a duration, such as { seconds: 20 } or '20s'`,
    );
  }
  if (!(milliseconds >= limits.from && milliseconds <= limits.to)) {
    throw new InputError(
      `${source.key(key)} must be between ${limits.from / 1000} and ${limits.to / 1000} seconds`,
    );
  }
  return milliseconds;
}

function readParallelCalls(source: Source): number {
  const { config } = source;
  const calls = config.getOptionalNumber('parallelCalls') ?? 5;
  if (!Number.isInteger(calls) || calls < 1 || calls > 6) {
    throw new InputError(
      `${source.key('parallelCalls')} must be 1 to 6: a node has three workers for all its clients`,
    );
  }
  return calls;
}

function read(source: Source): ProxmoxSettings {
  const { config } = source;
  const endpoints = readEndpoints(source);
  const uiUrl = config.getOptionalString('uiUrl');
  if (uiUrl !== undefined) parseUrl(source, 'uiUrl', uiUrl);
  return {
    endpoints,
    credentials: readCredentials(source),
    trust: readTrust(source),
    // A refused token is answered after 3 s only, so less makes no sense.
    requestTimeoutMilliseconds: readMilliseconds(
      source,
      'requestTimeout',
      20_000,
      { from: 5_000, to: 300_000 },
    ),
    parallelCalls: readParallelCalls(source),
    agent: {
      enabled: config.getOptionalBoolean('agent.enabled') ?? true,
      timeoutMilliseconds: readMilliseconds(source, 'agent.timeout', 3_000, {
        from: 100,
        to: 60_000,
      }),
    },
    uiUrl: uiUrl ?? endpoints[0],
  };
}

/**
 * Reads the part `proxmox` of a platform's configuration.
 *
 * @throws InputError naming the key and saying what it should be
 */
export function readSettings(
  config: Config,
  platformId: string,
): ProxmoxSettings {
  const key = (name: string) => `proxmox.${name} of platform '${platformId}'`;
  try {
    return read({ config, key });
  } catch (error) {
    if (error instanceof InputError) throw error;
    // The reader's own complaint about a wrong type names the key, too.
    throw new InputError(
      `The platform '${platformId}' can't be used: ${(error as Error).message}`,
    );
  }
}
