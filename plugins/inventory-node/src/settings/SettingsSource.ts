import { X509Certificate } from 'node:crypto';
import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';
import { normalFingerprint, type TlsTrust } from '../calls/tlsConnector';

/** Reads one platform's configuration and names its keys in complaints. */
export interface SettingsSource {
  config: Config;
  /** `endpoint` as people find it: `nutanix.endpoint of platform 'north'`. */
  key(name: string): string;
}

/**
 * Reads a platform's own part of the configuration.
 *
 * @throws InputError naming the key and saying what it should be
 */
export function readPlatformPart<T>(
  platform: { id: string; type: string; config: Config },
  read: (source: SettingsSource) => T,
): T {
  const { id, type, config } = platform;
  const key = (name: string) => `${type}.${name} of platform '${id}'`;
  try {
    return read({ config, key });
  } catch (error) {
    if (error instanceof InputError) throw error;
    // The reader's own complaint about a wrong type names the key, too.
    throw new InputError(
      `The platform '${id}' can't be used: ${(error as Error).message}`,
    );
  }
}

/** A URL that a secret may be sent to. */
export function readHttpsUrl(
  source: SettingsSource,
  key: string,
  text: string,
  example: string,
): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new InputError(
      `${source.key(key)} is not a URL; it should look like ${example}`,
    );
  }
  if (url.protocol !== 'https:') {
    throw new InputError(
      `${source.key(key)} must begin with https://: a token or password is never sent unprotected`,
    );
  }
  if (url.username || url.password) {
    throw new InputError(
      `${source.key(key)} must not hold a user or password; they have keys of their own`,
    );
  }
  return url;
}

/** A server's address without a path: `https://host:port`. */
export function readOrigin(
  source: SettingsSource,
  key: string,
  text: string,
  example: string,
): string {
  const url = readHttpsUrl(source, key, text, example);
  if (url.pathname !== '/' || url.search || url.hash) {
    throw new InputError(
      `${source.key(key)} must end after the port: the API's path is added`,
    );
  }
  return url.origin;
}

/**
 * Refuses a secret that no HTTP header can carry: sent, it would look like a
 * platform that does not answer.
 */
export function requireHeaderText(
  source: SettingsSource,
  key: string,
  text: string,
): void {
  if (!/^[\x21-\x7e]+$/.test(text)) {
    throw new InputError(
      `${source.key(key)} must be of letters, digits and signs, in one line and without spaces`,
    );
  }
}

/** Reads `ca` and `fingerprints`. */
export function readTrust(source: SettingsSource): TlsTrust {
  const { config } = source;
  const ca = config.getOptionalString('ca');
  if (ca !== undefined && !isCertificate(ca)) {
    throw new InputError(
      `${source.key('ca')} must be a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----`,
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

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).fingerprint256 !== '';
  } catch {
    return false;
  }
}

/** Reads a duration between two limits. */
export function readMilliseconds(
  source: SettingsSource,
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
