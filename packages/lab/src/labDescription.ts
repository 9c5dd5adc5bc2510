import { ADMINISTRATOR, COLLECTOR } from './clusterAccess.ts';
import type { EstateDescription } from './Estates.ts';
import type { Identity } from './identity/index.ts';
import type { KeptSecrets } from './keptSecrets.ts';
import type { ClusterEndpoints } from './proxmox/api/ClusterEndpoints.ts';
import type { ClusterTls } from './tls/ClusterTls.ts';
import type { Cluster } from './world/Cluster.ts';

const REALM = 'flyloft';

/** As whom the portal signs people in. */
export const PORTAL_CLIENT = 'flyloft-portal';

/** As whom it reads users and groups. */
export const DIRECTORY_CLIENT = 'flyloft-directory';

/** What others need to know of a running lab; written to `lab.json`. */
export interface LabDescription {
  pid: number;
  control: string;
  identity: {
    issuer: string;
    adminUrl: string;
    realm: string;
    clientId: string;
    clientSecret: string;
    directoryClientId: string;
    directoryClientSecret: string;
    users: { name: string; groups: string[]; mfa: boolean }[];
    password: string;
  } | null;
  clusters: ClusterDescription[];
  estates: EstateDescription[];
  /** Where secrets can be kept, in place of the portal's own database. */
  vault: {
    url: string;
    mount: string;
    roleId: string;
    secretId: string;
    rootToken: string;
  };
}

export interface ClusterDescription {
  id: string;
  title: string;
  version: string;
  endpoints: string[];
  caFile: string;
  caPem: string;
  /** SHA-256 of each endpoint's certificate, in the order of the endpoints. */
  fingerprints: string[];
  tokenId: string;
  tokenSecret: string;
  unprivilegedTokenId: string;
  unprivilegedTokenSecret: string;
  adminUser: string;
  adminPassword: string;
}

/** How to reach a cluster, and as whom. */
export function describeCluster(
  cluster: Cluster,
  endpoints: ClusterEndpoints,
  tls: ClusterTls,
  secrets: KeptSecrets,
): ClusterDescription {
  const tokens = secrets.tokens[cluster.id];
  return {
    id: cluster.id,
    title: cluster.plan.title,
    version: cluster.plan.version,
    endpoints: endpoints.urls,
    caFile: tls.caFile,
    caPem: tls.ca,
    fingerprints: endpoints.fingerprints,
    tokenId: `${COLLECTOR.user}!${COLLECTOR.token}`,
    tokenSecret: tokens?.portal ?? '',
    unprivilegedTokenId: `${COLLECTOR.user}!${COLLECTOR.unprivileged}`,
    unprivilegedTokenSecret: tokens?.unprivileged ?? '',
    adminUser: ADMINISTRATOR,
    adminPassword: secrets.password,
  };
}

/** How to reach the identity provider, and who can sign in there. */
export function describePeople(identity: Identity, secrets: KeptSecrets) {
  return {
    issuer: identity.issuer,
    adminUrl: identity.adminUrl,
    realm: REALM,
    clientId: PORTAL_CLIENT,
    clientSecret: secrets.portalClientSecret,
    directoryClientId: DIRECTORY_CLIENT,
    directoryClientSecret: secrets.directoryClientSecret,
    users: identity.users.map(user => ({
      name: user.username,
      groups: user.groups,
      mfa: user.secondFactor,
    })),
    password: secrets.password,
  };
}
