/**
 * The environment of the portal's backend: everything that the committed
 * app-config files name but do not hold. Pure, so that it can be tested.
 */
import type { LabDescription } from '../lab/lab.ts';

export interface PortalEnvironmentOptions {
  projectRoot: string;
  /** The origin, without a slash at the end. */
  url: string;
  host: string;
  port: number;
  /** Where the frontend's development server is, if there is one. */
  devUrl?: string;
  databaseUrl: string;
  sessionSecret: string;
  /** Signs the audit trail. */
  auditKey: string;
  /** Where the master key of the portal's secrets lies. */
  secretsKeyFile: string;
  apiToken?: string;
  lab?: LabDescription;
}

export function portalEnvironment(
  options: PortalEnvironmentOptions,
): Record<string, string> {
  return {
    FLYLOFT_ROOT: options.projectRoot,
    FLYLOFT_URL: options.url,
    FLYLOFT_HOST: options.host,
    PORT: String(options.port),
    DATABASE_URL: options.databaseUrl,
    AUTH_SESSION_SECRET: options.sessionSecret,
    AUDIT_SIGNING_KEY: options.auditKey,
    FLYLOFT_SECRETS_KEY_FILE: options.secretsKeyFile,
    ...(options.devUrl ? { FLYLOFT_DEV_URL: options.devUrl } : {}),
    ...(options.lab ? labEnvironment(options.lab) : {}),
    ...(options.apiToken ? tokenEnvironment(options.apiToken) : {}),
  };
}

/**
 * Lets scripts read, and nothing else: without the restriction a static token
 * would bypass every permission.
 */
function tokenEnvironment(token: string): Record<string, string> {
  const readOnly = { permissionAttribute: { action: 'read' } };
  return {
    APP_CONFIG_backend_auth_externalAccess: JSON.stringify([
      {
        type: 'static',
        options: { token, subject: 'flyloft-api-token' },
        accessRestrictions: [
          { plugin: 'inventory', ...readOnly },
          { plugin: 'catalog', ...readOnly },
        ],
      },
    ]),
  };
}

const variablePrefix = (id: string) =>
  `LAB_${id.toUpperCase().replaceAll('-', '_')}`;

/** The lab's platforms: LAB_PVE_WEST_ENDPOINT_1, LAB_VC_SOUTH_URL and so on. */
export function labEnvironment(lab: LabDescription): Record<string, string> {
  const { identity } = lab;
  const env: Record<string, string> = {
    OIDC_METADATA_URL: `${identity.issuer}/.well-known/openid-configuration`,
    OIDC_CLIENT_ID: identity.clientId,
    OIDC_CLIENT_SECRET: identity.clientSecret,
    KEYCLOAK_URL: identity.adminUrl,
    KEYCLOAK_REALM: identity.realm,
    KEYCLOAK_CLIENT_ID: identity.directoryClientId,
    KEYCLOAK_CLIENT_SECRET: identity.directoryClientSecret,
  };
  for (const cluster of lab.clusters) {
    const name = variablePrefix(cluster.id);
    const [first = '', second = first, third = second] = cluster.endpoints;
    env[`${name}_ENDPOINT_1`] = first;
    env[`${name}_ENDPOINT_2`] = second;
    env[`${name}_ENDPOINT_3`] = third;
    env[`${name}_CA_FILE`] = cluster.caFile;
    env[`${name}_TOKEN_ID`] = cluster.tokenId;
    env[`${name}_TOKEN_SECRET`] = cluster.tokenSecret;
  }
  for (const estate of lab.estates) {
    const name = variablePrefix(estate.id);
    env[`${name}_URL`] = estate.url;
    env[`${name}_CA_FILE`] = estate.caFile;
    env[`${name}_USERNAME`] = estate.username;
    env[`${name}_PASSWORD`] = estate.password;
    env[`${name}_TOKEN`] = estate.token;
  }
  return env;
}
