/** Signs in the way a browser does, without one. */
import { CookieJar } from './CookieJar.ts';

const MOST_STEPS = 20;

/** A signed-in visitor of one portal. */
export interface Session {
  userName: string;
  /** The portal's own token; it is renewed by the session, not by itself. */
  token: string;
  cookies: CookieJar;
  /** Calls the portal as this user; the path begins with a slash. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The same, and insists on success and JSON. */
  json<T = unknown>(path: string, init?: RequestInit): Promise<T>;
}

/**
 * Walks through the redirects and forms of the identity provider: name and
 * password, then the one-time code where one is asked for.
 */
export async function signIn(
  portalUrl: string,
  userName: string,
  password: string,
): Promise<Session> {
  const cookies = new CookieJar();
  const start = new URL('/api/auth/oidc/start', portalUrl);
  start.search = new URLSearchParams({
    env: 'production',
    flow: 'redirect',
    scope: 'openid profile email groups offline_access',
    redirectUrl: `${portalUrl}/`,
    origin: portalUrl,
  }).toString();
  let step: Step = { url: start };
  for (let count = 0; count < MOST_STEPS; count += 1) {
    const response = await send(step, cookies);
    const location = response.headers.get('location');
    const page = await response.text();
    if (location) {
      step = { url: new URL(location, step.url) };
      refuseError(step.url, userName);
      if (step.url.href === `${portalUrl}/`) {
        return session(portalUrl, userName, cookies);
      }
      continue;
    }
    step = fillForm(step.url, page, userName, password);
  }
  throw new Error(`Signing in as ${userName} never came to an end.`);
}

interface Step {
  url: URL;
  form?: URLSearchParams;
}

async function send(step: Step, cookies: CookieJar): Promise<Response> {
  const response = await fetch(step.url, {
    method: step.form ? 'POST' : 'GET',
    body: step.form,
    redirect: 'manual',
    headers: { cookie: cookies.header(step.url) },
    signal: AbortSignal.timeout(20_000),
  });
  cookies.keep(step.url, response.headers);
  return response;
}

function refuseError(url: URL, userName: string): void {
  const error = url.searchParams.get('error');
  if (error) throw new Error(`Signing in as ${userName} was refused: ${error}`);
}

function fillForm(
  url: URL,
  page: string,
  userName: string,
  password: string,
): Step {
  const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
  const failure = /role="alert">([^<]+)</.exec(page)?.[1];
  if (!action || failure) {
    throw new Error(
      `Signing in as ${userName} stopped at ${url}: ${failure ?? page.slice(0, 300)}`,
    );
  }
  const code = /id="one-time-code">([^<]+)</.exec(page)?.[1];
  const form = new URLSearchParams(
    code ? { code } : { username: userName, password },
  );
  return { url: new URL(action.replaceAll('&amp;', '&'), url), form };
}

async function session(
  portalUrl: string,
  userName: string,
  cookies: CookieJar,
): Promise<Session> {
  const url = new URL(
    '/api/auth/oidc/refresh?env=production&optional=',
    portalUrl,
  );
  const response = await fetch(url, {
    headers: {
      cookie: cookies.header(url),
      'x-requested-with': 'XMLHttpRequest',
    },
    signal: AbortSignal.timeout(20_000),
  });
  cookies.keep(url, response.headers);
  const body = (await response.json()) as {
    backstageIdentity?: { token: string };
    error?: { message: string };
  };
  const token = body.backstageIdentity?.token;
  if (!token) {
    throw new Error(
      `${userName} has no session: ${body.error?.message ?? response.status}`,
    );
  }
  const call = (path: string, init: RequestInit = {}) =>
    fetch(new URL(path, portalUrl), {
      signal: AbortSignal.timeout(60_000),
      ...init,
      headers: {
        authorization: `Bearer ${token}`,
        ...(init.body ? { 'content-type': 'application/json' } : {}),
        ...(init.headers as Record<string, string> | undefined),
      },
    });
  return {
    userName,
    token,
    cookies,
    fetch: call,
    async json<T>(path: string, init?: RequestInit) {
      const answer = await call(path, init);
      const text = await answer.text();
      if (!answer.ok) {
        throw new Error(`${path} answered ${answer.status}: ${text}`);
      }
      return JSON.parse(text) as T;
    },
  };
}
