import { Config } from '@backstage/config';
import { ServiceUnavailableError } from '@backstage/errors';
import { DirectoryMember } from './removalRule';

const timeoutMilliseconds = 10_000;

/** The import's own settings of one realm, as far as looking somebody up takes. */
export type DirectorySource = {
  id: string;
  baseUrl: string;
  realm: string;
  loginRealm: string;
  credentials: Record<string, string>;
};

/** Reads `catalog.providers.keycloakOrg`, the settings the import itself goes by. */
export function readDirectorySources(config: Config): DirectorySource[] {
  const providers = config.getOptionalConfig('catalog.providers.keycloakOrg');
  return (providers?.keys() ?? []).map(id => {
    const source = providers!.getConfig(id);
    return {
      id,
      baseUrl: source.getString('baseUrl'),
      realm: source.getOptionalString('realm') ?? 'master',
      loginRealm: source.getOptionalString('loginRealm') ?? 'master',
      credentials: credentialsOf(source),
    };
  });
}

/** A user's name and password win over a client's, as they do in the import. */
function credentialsOf(source: Config): Record<string, string> {
  const username = source.getOptionalString('username');
  if (username) {
    return {
      grant_type: 'password',
      client_id: source.getOptionalString('clientId') ?? 'admin-cli',
      username,
      password: source.getString('password'),
    };
  }
  return {
    grant_type: 'client_credentials',
    client_id: source.getString('clientId'),
    client_secret: source.getString('clientSecret'),
  };
}

/** Asks Keycloak about single users and groups. */
export class KeycloakLookupClient {
  private readonly source: DirectorySource;
  private readonly base: string;

  constructor(source: DirectorySource) {
    this.source = source;
    this.base = source.baseUrl.replace(/\/+$/, '');
  }

  /**
   * Finds the first of these that the directory still has. Only a plain "not
   * found" means that somebody is gone; any other answer is thrown.
   */
  async firstStillThere(
    members: readonly DirectoryMember[],
  ): Promise<DirectoryMember | undefined> {
    if (members.length === 0) return undefined;
    const token = await this.token();
    for (const member of members) {
      if (await this.has(member, token)) return member;
    }
    return undefined;
  }

  private async has(member: DirectoryMember, token: string): Promise<boolean> {
    const { realm } = this.source;
    const list = member.kind === 'user' ? 'users' : 'groups';
    const response = await fetch(
      `${this.base}/admin/realms/${encodeURIComponent(realm)}/${list}/${encodeURIComponent(member.id)}`,
      {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(timeoutMilliseconds),
      },
    );
    await response.arrayBuffer();
    if (response.status === 404) return false;
    if (response.ok) return true;
    throw new ServiceUnavailableError(
      `The directory answered ${response.status} when asked about ${member.kind} ${member.name}`,
    );
  }

  private async token(): Promise<string> {
    const { loginRealm, credentials } = this.source;
    const response = await fetch(
      `${this.base}/realms/${encodeURIComponent(loginRealm)}/protocol/openid-connect/token`,
      {
        method: 'POST',
        body: new URLSearchParams(credentials),
        signal: AbortSignal.timeout(timeoutMilliseconds),
      },
    );
    if (!response.ok) {
      throw new ServiceUnavailableError(
        `The directory refused the import's credentials with ${response.status}`,
      );
    }
    const { access_token: token } = (await response.json()) as {
      access_token: string;
    };
    return token;
  }
}
