import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import {
  oidcAuthenticator,
  type OidcAuthResult,
} from '@backstage/plugin-auth-backend-module-oidc-provider';
import {
  createOAuthAuthenticator,
  OAuthAuthenticator,
} from '@backstage/plugin-auth-node';
import type { SessionsService } from '@flyloft/plugin-sessions-node';
import type { Request } from 'express';

type StockContext = ReturnType<typeof oidcAuthenticator.initialize>;
type Client = Awaited<StockContext['promise']>['client'];

/** The stock authenticator's state, which is made anew when discovery failed. */
type Context = { current: StockContext; renew: () => StockContext };

/** Where an answer of the identity provider came from. */
export type SignInSource = {
  request: Request;
  /** The session that is being renewed; none when somebody signs in. */
  sessionId?: string;
};

/** Backstage's OpenID Connect, with what a portal in daily use lacks in it. */
export type FlyloftAuthenticator = {
  authenticator: OAuthAuthenticator<Context, OidcAuthResult>;
  sourceOf: (result: OidcAuthResult) => SignInSource | undefined;
};

/**
 * Wraps Backstage's own authenticator. Four things are ours: an identity
 * provider that was down when the portal started is asked again; `prompt=login`
 * lets somebody sign in as another user; only a session that is open is
 * renewed; signing out ends the session here and at the identity provider, and
 * comes back to the portal.
 */
export function createAuthenticator(options: {
  logger: LoggerService;
  portalUrl: string;
  sessions: Pick<SessionsService, 'requireOpen'>;
  /** Ends the session of who signs out. */
  signOut: (refreshToken: string, request: Request) => Promise<void>;
}): FlyloftAuthenticator {
  const { logger, portalUrl, sessions } = options;
  const sources = new WeakMap<OidcAuthResult, SignInSource>();
  const authenticator = createOAuthAuthenticator<Context, OidcAuthResult>({
    ...oidcAuthenticator,
    initialize(input) {
      const renew = () => watched(oidcAuthenticator.initialize(input), logger);
      return { current: renew(), renew };
    },
    async start(input, context) {
      const stock = await ready(context);
      return oidcAuthenticator.start(
        input,
        input.req.query.prompt === 'login'
          ? { ...stock, initializedPrompt: 'login' }
          : stock,
      );
    },
    async authenticate(input, context) {
      const result = await oidcAuthenticator.authenticate(
        input,
        await ready(context),
      );
      sources.set(result.fullProfile, { request: input.req });
      return result;
    },
    async refresh(input, context) {
      const { id } = await sessions.requireOpen(input.refreshToken);
      const result = await oidcAuthenticator.refresh(
        input,
        await ready(context),
      );
      sources.set(result.fullProfile, { request: input.req, sessionId: id });
      return result;
    },
    async logout(input, context) {
      const { refreshToken, req } = input;
      if (refreshToken) await options.signOut(refreshToken, req);
      try {
        const { client } = await (await ready(context)).promise;
        return await signOut(client, refreshToken, portalUrl);
      } catch (error) {
        // Whoever signs out is signed out here, whatever the provider does.
        logger.warn(
          `The session at the identity provider could not be ended: ${messageOf(error)}`,
        );
        return undefined;
      }
    },
  });
  return { authenticator, sourceOf: result => sources.get(result) };
}

/** Revokes the session's token, and says where the browser ends the provider's own session. */
async function signOut(
  client: Client,
  refreshToken: string | undefined,
  portalUrl: string,
): Promise<{ logoutUrl?: string }> {
  // A fresh id token tells the provider that the portal asks, so that it does not.
  const tokens = refreshToken
    ? await client.refresh(refreshToken).catch(() => undefined)
    : undefined;
  const revocable = tokens?.refresh_token ?? refreshToken;
  if (revocable && client.issuer.revocation_endpoint) {
    await client.revoke(revocable);
  }
  if (!client.issuer.end_session_endpoint) return {};
  return {
    logoutUrl: client.endSessionUrl({
      post_logout_redirect_uri: portalUrl,
      ...(tokens?.id_token && { id_token_hint: tokens.id_token }),
    }),
  };
}

async function ready(context: Context): Promise<StockContext> {
  try {
    await context.current.promise;
  } catch {
    context.current = context.renew();
    await context.current.promise.catch(() => {
      throw new ServiceUnavailableError(
        'The identity provider does not answer. Try again shortly.',
      );
    });
  }
  return context.current;
}

/** Logs a failed discovery, which would otherwise end up as an unhandled rejection. */
function watched(context: StockContext, logger: LoggerService): StockContext {
  context.promise.catch(error =>
    logger.warn(
      `The identity provider could not be asked for its metadata, the next sign-in asks again: ${messageOf(error)}`,
    ),
  );
  return context;
}

function messageOf(error: unknown): string {
  return isError(error) ? error.message : 'unknown error';
}
