import { InputError } from '@backstage/errors';
import type { Cluster, KubeConfig, User } from '@kubernetes/client-node';
import type { ApiServerAccess } from './ApiServer';

/** A kubeconfig and which of its contexts is meant. */
export interface KubeconfigChoice {
  text: string;
  /** Its current one unless told. */
  context?: string;
}

/**
 * Loaded when first used: it takes a second and 80 MB, which a portal without
 * a kubeconfig should not pay. `import()` would say the same, but Jest can't do
 * it in a package that is compiled to CommonJS.
 */
function newKubeConfig(): KubeConfig {
  // eslint-disable-next-line global-require -- see above
  const library: typeof import('@kubernetes/client-node') = require('@kubernetes/client-node');
  return new library.KubeConfig();
}

function decoded(base64: string | undefined): string | undefined {
  return base64 === undefined
    ? undefined
    : Buffer.from(base64, 'base64').toString('utf8');
}

/**
 * Reads a kubeconfig that holds all it needs. What would run a command or read
 * a file of the portal's machine is refused: whoever may add a platform is not
 * therefore somebody who may run programs there.
 *
 * @throws InputError saying what is not usable and what would be
 */
export function readKubeconfig(
  { text, context }: KubeconfigChoice,
  key: (name: string) => string,
): ApiServerAccess {
  const config = newKubeConfig();
  try {
    config.loadFromString(text);
  } catch {
    // The parser's own words quote the text, and that holds a secret.
    throw new InputError(`${key('kubeconfig')} is not a kubeconfig`);
  }
  if (context !== undefined) {
    if (!config.getContextObject(context)) {
      throw new InputError(
        `${key('context')}: the kubeconfig has no context '${context}'`,
      );
    }
    config.setCurrentContext(context);
  }
  return accessOf(config, key);
}

function accessOf(
  config: KubeConfig,
  key: (name: string) => string,
): ApiServerAccess {
  const cluster = config.getCurrentCluster();
  const user = config.getCurrentUser();
  if (!cluster || !user) {
    throw new InputError(
      `${key('kubeconfig')} has no current context with a cluster and a user; name one as ${key('context')}`,
    );
  }
  refuseForeignMeans(cluster, user, key('kubeconfig'));
  const certificate = decoded(user.certData);
  const clientKey = decoded(user.keyData);
  const clientCertificate =
    certificate && clientKey ? { certificate, key: clientKey } : undefined;
  if (!user.token && !clientCertificate) {
    throw new InputError(
      `${key('kubeconfig')} holds neither a token nor a client certificate with its key`,
    );
  }
  return {
    server: cluster.server,
    token: user.token,
    trust: { ca: decoded(cluster.caData), clientCertificate },
  };
}

/** @throws InputError when it takes more than the kubeconfig itself to sign in */
function refuseForeignMeans(cluster: Cluster, user: User, key: string): void {
  if (cluster.skipTLSVerify) {
    throw new InputError(
      `${key} turns the check of the certificate off; set the cluster's CA instead`,
    );
  }
  if (user.exec || user.authProvider) {
    throw new InputError(
      `${key} signs in by running a command; use a token or a client certificate`,
    );
  }
  if (cluster.caFile || user.certFile || user.keyFile) {
    throw new InputError(
      `${key} names files; make one that holds them with: kubectl config view --flatten --minify --raw`,
    );
  }
}
