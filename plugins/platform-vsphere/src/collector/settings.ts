import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readHttpsUrl,
  readMilliseconds,
  readOrigin,
  readPlatformPart,
  readTrust,
  type SettingsSource,
  type TlsTrust,
} from '@flyloft/plugin-inventory-node';

const example = 'https://vcenter.example.org';

/** How one platform of this type is reached and read. */
export interface VsphereSettings {
  endpoint: string;
  username: string;
  password: string;
  trust: TlsTrust;
  requestTimeoutMilliseconds: number;
  /** Objects in an answer. */
  pageSize: number;
  uiUrl: string;
}

function readNeeded(source: SettingsSource, key: string): string {
  const text = source.config.getOptionalString(key);
  if (text === undefined) {
    throw new InputError(`${source.key(key)} is missing`);
  }
  return text;
}

function readPageSize(source: SettingsSource): number {
  const size = source.config.getOptionalNumber('pageSize') ?? 250;
  if (!Number.isInteger(size) || size < 10 || size > 1_000) {
    throw new InputError(
      `${source.key('pageSize')} must be 10 to 1000: that many machines come in one answer`,
    );
  }
  return size;
}

/**
 * Reads the part `vsphere` of a platform's configuration.
 *
 * @throws InputError naming the key and saying what it should be
 */
export function readSettings(
  config: Config,
  platformId: string,
): VsphereSettings {
  return readPlatformPart(
    { id: platformId, type: 'vsphere', config },
    source => {
      const endpoint = readOrigin(
        source,
        'endpoint',
        readNeeded(source, 'endpoint'),
        example,
      );
      const uiUrl = config.getOptionalString('uiUrl');
      if (uiUrl !== undefined) readHttpsUrl(source, 'uiUrl', uiUrl, example);
      return {
        endpoint,
        username: readNeeded(source, 'username'),
        password: readNeeded(source, 'password'),
        trust: readTrust(source),
        requestTimeoutMilliseconds: readMilliseconds(
          source,
          'requestTimeout',
          60_000,
          { from: 1_000, to: 600_000 },
        ),
        pageSize: readPageSize(source),
        uiUrl: uiUrl ?? endpoint,
      };
    },
  );
}
