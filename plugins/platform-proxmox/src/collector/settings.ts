import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readHttpsUrl,
  readMilliseconds,
  readOrigin,
  readPlatformPart,
  readTrust,
  requireHeaderText,
  type SettingsSource,
  type TlsTrust,
} from '@flyloft/plugin-inventory-node';

const example = 'https://pve1.example.org:8006';

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
  backups: { enabled: boolean };
  uiUrl: string;
}

function readEndpoints(source: SettingsSource): string[] {
  const { config } = source;
  const endpoints = config.getOptionalStringArray('endpoints') ?? [];
  if (endpoints.length === 0) {
    throw new InputError(
      `${source.key('endpoints')} must name at least one node, such as https://pve1.example.org:8006`,
    );
  }
  const origins = endpoints.map((text, index) =>
    readOrigin(source, `endpoints[${index}]`, text, example),
  );
  return [...new Set(origins)];
}

const tokenId = /^[^\s!@]+@[^\s!@]+![A-Za-z][A-Za-z0-9._-]*$/;
const userName = /^[^\s!@]+@[^\s!@]+$/;

function readCredentials(
  source: SettingsSource,
): ProxmoxSettings['credentials'] {
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
  requireHeaderText(source, 'tokenSecret', secret);
  return { kind: 'token', id, secret };
}

function readParallelCalls(source: SettingsSource): number {
  const { config } = source;
  const calls = config.getOptionalNumber('parallelCalls') ?? 5;
  if (!Number.isInteger(calls) || calls < 1 || calls > 6) {
    throw new InputError(
      `${source.key('parallelCalls')} must be 1 to 6: a node has three workers for all its clients`,
    );
  }
  return calls;
}

function read(source: SettingsSource): ProxmoxSettings {
  const { config } = source;
  const endpoints = readEndpoints(source);
  const uiUrl = config.getOptionalString('uiUrl');
  if (uiUrl !== undefined) readHttpsUrl(source, 'uiUrl', uiUrl, example);
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
    backups: {
      enabled: config.getOptionalBoolean('backups.enabled') ?? true,
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
  return readPlatformPart({ id: platformId, type: 'proxmox', config }, read);
}
