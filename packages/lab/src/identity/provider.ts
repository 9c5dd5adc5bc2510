import Provider, {
  type Account,
  type Configuration,
  type KoaContextWithOIDC,
  type ResourceServer,
} from 'oidc-provider';
import type { People } from './directory/people.ts';
import { signOutPage, signedOutPage, errorPage } from './login/pages.ts';
import type { IdentityKeys } from './sessions/KeyStore.ts';
import type { SessionStore } from './sessions/SessionStore.ts';

/** The scope the directory's service account needs on the admin API, as an audience. */
export const adminAudience = 'urn:flyloft:lab:directory';

/** A client's name and secret. */
export type ClientCredentials = { id: string; secret: string };

/** What the OpenID Connect side needs to know. */
export type ProviderOptions = {
  issuer: string;
  people: People;
  keys: IdentityKeys;
  sessions: SessionStore;
  portalUrls: string[];
  portalClient: ClientCredentials;
  directoryClient: ClientCredentials;
  accessTokenSeconds: number;
};

const sessionSeconds = 10 * 3600;

/** Makes the OpenID Connect provider. Its paths are the ones Keycloak has below a realm. */
export function makeProvider(options: ProviderOptions): Provider {
  const provider = new Provider(options.issuer, {
    adapter: model => options.sessions.adapter(model),
    clients: clientsOf(options),
    jwks: { keys: [options.keys.signing] },
    cookies: {
      // Cookies of localhost are shared by all its ports: the names must be ours alone.
      names: {
        session: 'flyloft_lab_session',
        interaction: 'flyloft_lab_interaction',
        resume: 'flyloft_lab_resume',
      },
      keys: options.keys.cookies,
    },
    routes: {
      authorization: '/protocol/openid-connect/auth',
      token: '/protocol/openid-connect/token',
      userinfo: '/protocol/openid-connect/userinfo',
      jwks: '/protocol/openid-connect/certs',
      end_session: '/protocol/openid-connect/logout',
      revocation: '/protocol/openid-connect/revoke',
      introspection: '/protocol/openid-connect/token/introspect',
    },
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'given_name', 'family_name', 'preferred_username'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
    },
    // Keycloak puts the scope's claims into the id token as well.
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => findAccount(options.people, id),
    loadExistingGrant,
    issueRefreshToken: () => true,
    // Two tabs refresh at once: a rotated token would sign one of them out.
    rotateRefreshToken: false,
    interactions: {
      url: (_ctx, interaction) => `${options.issuer}/login/${interaction.uid}`,
    },
    ttl: {
      AccessToken: options.accessTokenSeconds,
      IdToken: options.accessTokenSeconds,
      ClientCredentials: options.accessTokenSeconds,
      AuthorizationCode: 60,
      Interaction: 1800,
      RefreshToken: sessionSeconds,
      Session: sessionSeconds,
      Grant: sessionSeconds,
    },
    features: features(options),
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error_description ?? out.error);
    },
  } satisfies Configuration);
  return provider;
}

function clientsOf(options: ProviderOptions): Configuration['clients'] {
  const portals = options.portalUrls.map(url => url.replace(/\/+$/, ''));
  return [
    {
      client_id: options.portalClient.id,
      client_secret: options.portalClient.secret,
      client_name: 'Flyloft',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      redirect_uris: portals.map(url => `${url}/api/auth/oidc/handler/frame`),
      post_logout_redirect_uris: portals.flatMap(url => [url, `${url}/`]),
    },
    {
      client_id: options.directoryClient.id,
      client_secret: options.directoryClient.secret,
      client_name: 'Directory import',
      grant_types: ['client_credentials'],
      response_types: [],
      redirect_uris: [],
    },
  ];
}

function features(options: ProviderOptions): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    introspection: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        // With an id token as a hint the portal asks, not some other site: no question then.
        ctx.body = signOutPage(form, {
          asked: ctx.oidc.entities.IdTokenHint !== undefined,
        });
      },
      postLogoutSuccessSource: ctx => {
        ctx.body = signedOutPage();
      },
    },
    resourceIndicators: {
      enabled: true,
      // The service account's token is a JWT, as Keycloak's is: clients read its expiry.
      defaultResource: (ctx: KoaContextWithOIDC) =>
        ctx.oidc.client?.clientId === options.directoryClient.id
          ? adminAudience
          : [],
      getResourceServerInfo: (): ResourceServer => ({
        scope: '',
        audience: adminAudience,
        accessTokenFormat: 'jwt',
        accessTokenTTL: options.accessTokenSeconds,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  };
}

function findAccount(people: People, id: string): Account | undefined {
  const user = people.users.find(each => each.id === id);
  if (!user) return undefined;
  return {
    accountId: user.id,
    claims: () => ({
      sub: user.id,
      preferred_username: user.username,
      given_name: user.firstName,
      family_name: user.lastName,
      name: `${user.firstName} ${user.lastName}`,
      email: user.email,
      email_verified: true,
      groups: user.groups,
    }),
  };
}

/** Grants the portal what it asks for: in a company nobody is asked for consent. */
async function loadExistingGrant(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;

  const known = session.grantIdFor(client.clientId);
  const grant =
    (known ? await provider.Grant.find(known) : undefined) ??
    new provider.Grant({
      accountId: session.accountId,
      clientId: client.clientId,
    });
  grant.addOIDCScope('openid profile email groups offline_access');
  await grant.save();
  return grant;
}
