import { AuthenticationError } from '@backstage/errors';
import { noteSession } from '@flyloft/backend-kit';
import { parse as parseCookies, serialize } from 'cookie';
import type { Request, RequestHandler, Response } from 'express';
import { endWords } from '../sessions/sessionWords';
import type { SessionRegistry, Verdict } from './SessionRegistry';
import { readUserToken } from './userToken';

/** Backstage's cookie of a limited token. */
const cookieName = 'backstage-auth';

/** Tells the browser's part of the portal that a refusal means its session. */
export const sessionHeader = 'X-Flyloft-Session';

/** With which a page says that nobody did anything: it asks by itself. */
export const backgroundHeader = 'X-Flyloft-Background';

/**
 * Refuses tokens whose session is over or was never opened, whichever plugin
 * they are for. What is no user's token passes: the plugin judges it.
 */
export function sessionGuard(
  registry: Pick<SessionRegistry, 'check'>,
): RequestHandler {
  return (request, response, next) => {
    guard(registry, request, response).then(() => next(), next);
  };
}

async function guard(
  registry: Pick<SessionRegistry, 'check'>,
  request: Request,
  response: Response,
): Promise<void> {
  const isUse = request.get(backgroundHeader) === undefined;
  // As Backstage reads it: what it would not take must not be taken here.
  const { authorization } = request.headers;
  const token = authorization?.match(/^Bearer[ ]+(\S+)$/i)?.[1];
  const verdict = token ? await judge(registry, token, isUse) : undefined;
  if (verdict && verdict.outcome !== 'open') {
    response.setHeader(sessionHeader, 'over');
    throw new AuthenticationError(
      verdict.outcome === 'over' && verdict.session.ending
        ? endWords(verdict.session.ending)
        : 'This token belongs to no session. Sign in again.',
    );
  }
  const cookieVerdict = await judgeCookie(registry, request, isUse && !token);
  const session = verdict ?? (token ? undefined : cookieVerdict);
  if (session?.outcome === 'open') {
    const { id, userEntityRef } = session.session;
    noteSession(request, { sessionId: id, userEntityRef });
  }
}

async function judge(
  registry: Pick<SessionRegistry, 'check'>,
  token: string,
  isUse: boolean,
): Promise<Verdict | undefined> {
  const read = readUserToken(token);
  if (read.kind !== 'user') return undefined;
  if (!read.digest) return { outcome: 'unknown' };
  return registry.check(read.digest, isUse && read.direct);
}

/**
 * A cookie whose session is over is taken off the request: it may still lie in
 * a browser that has signed in again, and must not keep the page from loading.
 */
async function judgeCookie(
  registry: Pick<SessionRegistry, 'check'>,
  request: Request,
  isUse: boolean,
): Promise<Verdict | undefined> {
  const { cookie } = request.headers;
  if (!cookie?.includes(cookieName)) return undefined;
  const cookies = parseCookies(cookie);
  const token = cookies[cookieName];
  const verdict = token ? await judge(registry, token, isUse) : undefined;
  if (!verdict || verdict.outcome === 'open') return verdict;
  request.headers.cookie = Object.entries(cookies)
    .filter(([name]) => name !== cookieName)
    .map(([name, value]) => serialize(name, value ?? ''))
    .join('; ');
  return undefined;
}
