import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readMilliseconds,
  readOrigin,
  readPlatformPart,
  readTrust,
  requireHeaderText,
  type SettingsSource,
  type TlsTrust,
} from '@flyloft/plugin-inventory-node';
import type { PrismCredentials } from '../client/PrismClient';

/** How one Prism Central is reached and read. */
export interface NutanixSettings {
  endpoint: string;
  credentials: PrismCredentials;
  trust: TlsTrust;
  requestTimeoutMilliseconds: number;
  parallelCalls: number;
}

function readCredentials(source: SettingsSource): PrismCredentials {
  const { config } = source;
  const username = config.getOptionalString('username');
  const password = config.getOptionalString('password');
  const apiKey = config.getOptionalString('apiKey');
  const hasPassword = username !== undefined || password !== undefined;
  if (apiKey !== undefined && hasPassword) {
    throw new InputError(
      `${source.key('apiKey')} and ${source.key('username')} are both set; one of them decides who signs in`,
    );
  }
  if (apiKey !== undefined) {
    requireHeaderText(source, 'apiKey', apiKey);
    return { kind: 'api-key', apiKey };
  }
  if (username === undefined || password === undefined) {
    const missing = username === undefined ? 'username' : 'password';
    throw new InputError(
      `${source.key(missing)} is missing; set username and password, or apiKey`,
    );
  }
  if (username.includes(':')) {
    throw new InputError(
      `${source.key('username')} must not hold a colon: HTTP would cut it there`,
    );
  }
  return { kind: 'basic', username, password };
}

function readParallelCalls(source: SettingsSource): number {
  const calls = source.config.getOptionalNumber('parallelCalls') ?? 4;
  if (!Number.isInteger(calls) || calls < 1 || calls > 10) {
    throw new InputError(
      `${source.key('parallelCalls')} must be 1 to 10: Prism Central lets ten calls a second in`,
    );
  }
  return calls;
}

function read(source: SettingsSource): NutanixSettings {
  const endpoint = source.config.getOptionalString('endpoint');
  if (endpoint === undefined) {
    throw new InputError(
      `${source.key('endpoint')} is missing; it names Prism Central, such as https://prism.example.org:9440`,
    );
  }
  return {
    endpoint: readOrigin(
      source,
      'endpoint',
      endpoint,
      'https://prism.example.org:9440',
    ),
    credentials: readCredentials(source),
    trust: readTrust(source),
    requestTimeoutMilliseconds: readMilliseconds(
      source,
      'requestTimeout',
      30_000,
      { from: 5_000, to: 300_000 },
    ),
    parallelCalls: readParallelCalls(source),
  };
}

/**
 * Reads the part `nutanix` of a platform's configuration.
 *
 * @throws InputError naming the key and saying what it should be
 */
export function readSettings(
  config: Config,
  platformId: string,
): NutanixSettings {
  return readPlatformPart({ id: platformId, type: 'nutanix', config }, read);
}
