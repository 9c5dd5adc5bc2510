import type { RequestHandler } from 'express';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Sends a browser that came by another name of this machine to the portal's
 * own address: cookies and the way back from sign-in hold for that one only.
 * Names other than this machine's are somebody's proxy and stay as they are.
 *
 * @param baseUrl - `app.baseUrl`, for example `http://localhost:7007`.
 */
export function oneOrigin(baseUrl: string): RequestHandler {
  const own = new URL(baseUrl);
  return (request, response, next) => {
    const asked = urlOf(request.headers.host);
    const isAlias =
      asked !== undefined &&
      asked.hostname !== own.hostname &&
      asked.port === own.port &&
      loopbackNames.has(asked.hostname) &&
      loopbackNames.has(own.hostname);
    const isPage =
      request.method === 'GET' &&
      request.headers.accept?.includes('text/html') === true;
    if (!isAlias || !isPage) return next();
    return response.redirect(307, own.origin + request.originalUrl);
  };
}

function urlOf(host: string | undefined): URL | undefined {
  const url = `http://${host}`;
  return host && URL.canParse(url) ? new URL(url) : undefined;
}
