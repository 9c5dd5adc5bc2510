import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readHttpsUrl,
  readMilliseconds,
  readPlatformPart,
  readTrust,
  type SettingsSource,
} from '@flyloft/plugin-inventory-node';
import type { ApiServerAccess } from '../client/ApiServer';
import { readKubeconfig } from '../client/kubeconfig';

/** How one platform of this type is reached and read. */
export interface KubeVirtSettings {
  /** Finds out where the API server is and who we are there. */
  access(): Promise<ApiServerAccess>;
  requestTimeoutMilliseconds: number;
  /** What the cluster is called. */
  clusterName: string;
  /** The namespaces' labels that name a tenant and its data centre. */
  organizationLabel: string;
  vdcLabel: string;
  /** Where people open the cluster's own interface, if it has one. */
  uiUrl: string | null;
}

const exampleServer = 'https://kubernetes.example.org:6443';

/** What is taken where the configuration names no labels. */
export const defaultLabels = {
  organization: 'flyloft.io/organization',
  vdc: 'flyloft.io/vdc',
} as const;

function readClientCertificate({ config, key }: SettingsSource) {
  const certificate = config.getOptionalString('clientCertificate');
  const clientKey = config.getOptionalString('clientKey');
  if (certificate === undefined && clientKey === undefined) return undefined;
  if (certificate === undefined || clientKey === undefined) {
    const missing =
      certificate === undefined ? 'clientCertificate' : 'clientKey';
    throw new InputError(`${key(missing)} is missing`);
  }
  if (!certificate.includes('-----BEGIN CERTIFICATE-----')) {
    throw new InputError(
      `${key('clientCertificate')} must be a certificate in PEM`,
    );
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(clientKey)) {
    throw new InputError(`${key('clientKey')} must be a private key in PEM`);
  }
  return { certificate, key: clientKey };
}

function readServer(source: SettingsSource): string {
  const { config, key } = source;
  const text = config.getOptionalString('server');
  if (text === undefined) {
    throw new InputError(
      `${key('server')} is missing; it should look like ${exampleServer}`,
    );
  }
  const url = readHttpsUrl(source, 'server', text, exampleServer);
  if (url.search || url.hash) {
    throw new InputError(`${key('server')} must end before the query`);
  }
  return text.replace(/\/+$/, '');
}

function readAccess(source: SettingsSource): KubeVirtSettings['access'] {
  const { config, key } = source;
  const kubeconfig = config.getOptionalString('kubeconfig');
  if (kubeconfig !== undefined) {
    for (const other of ['token', 'ca', 'clientCertificate']) {
      if (config.has(other)) {
        throw new InputError(
          `${key('kubeconfig')} and ${key(other)} are both set; one of them decides`,
        );
      }
    }
    const { fingerprints } = readTrust(source);
    const choice = {
      text: kubeconfig,
      context: config.getOptionalString('context'),
    };
    return async () => {
      const access = readKubeconfig(choice, key);
      const named = readHttpsUrl(
        source,
        'kubeconfig',
        access.server,
        exampleServer,
      );
      requireSameServer(source, named);
      return { ...access, trust: { ...access.trust, fingerprints } };
    };
  }
  const server = readServer(source);
  const token = config.getOptionalString('token')?.trim();
  const clientCertificate = readClientCertificate(source);
  if (token !== undefined && clientCertificate) {
    throw new InputError(
      `${key('token')} and ${key('clientCertificate')} are both set; one of them decides who signs in`,
    );
  }
  if (token === undefined && !clientCertificate) {
    throw new InputError(
      `${key('token')} is missing; a client certificate or a kubeconfig would do, too`,
    );
  }
  if (token !== undefined && !/^[\w.~+/=-]+$/.test(token)) {
    throw new InputError(`${key('token')} must be a token of one line`);
  }
  const trust = { ...readTrust(source), clientCertificate };
  return async () => ({ server, token, trust });
}

/**
 * On the portal's page the server stands beside the kubeconfig, so that its
 * address and certificate are looked at before anything is sent there.
 */
function requireSameServer(source: SettingsSource, named: URL): void {
  if (!source.config.has('server')) return;
  if (new URL(readServer(source)).origin !== named.origin) {
    throw new InputError(
      `${source.key('server')} must be the server that the kubeconfig names: ${named.origin}`,
    );
  }
}

const labelKey =
  /^(?:[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

function readLabel(
  { config, key }: SettingsSource,
  name: string,
  fallback: string,
): string {
  const label = config.getOptionalString(name) ?? fallback;
  if (!labelKey.test(label)) {
    throw new InputError(
      `${key(name)} must be the key of a label, such as ${fallback}`,
    );
  }
  return label;
}

/**
 * Reads the part `kubevirt` of a platform's configuration.
 *
 * @throws InputError naming the key and saying what it should be
 */
export function readSettings(config: Config, id: string): KubeVirtSettings {
  return readPlatformPart({ id, type: 'kubevirt', config }, source => {
    const uiUrl = config.getOptionalString('uiUrl');
    if (uiUrl !== undefined) {
      readHttpsUrl(source, 'uiUrl', uiUrl, 'https://console.example.org');
    }
    return {
      access: readAccess(source),
      requestTimeoutMilliseconds: readMilliseconds(
        source,
        'requestTimeout',
        30_000,
        { from: 1_000, to: 300_000 },
      ),
      clusterName: config.getOptionalString('clusterName') ?? id,
      organizationLabel: readLabel(
        source,
        'organizationLabel',
        defaultLabels.organization,
      ),
      vdcLabel: readLabel(source, 'vdcLabel', defaultLabels.vdc),
      uiUrl: uiUrl?.replace(/\/+$/, '') ?? null,
    };
  });
}
