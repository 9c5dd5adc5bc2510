/** What looks at every call, as Backstage's `createFetchApi` takes it. */
interface FetchMiddleware {
  apply(next: typeof fetch): typeof fetch;
}

/**
 * Says of calls whether somebody is at the page, and notices when one is
 * refused because the session is over. Only calls with our own token are
 * touched: they go to our own backend.
 */
export function sessionFetch(options: {
  isThere: () => boolean;
  onOver: () => void;
}): FetchMiddleware {
  return {
    apply: next => async (input, init) => {
      const request = new Request(input, init);
      if (!request.headers.has('authorization')) return next(input, init);
      if (!options.isThere()) {
        request.headers.set('X-Flyloft-Background', 'true');
      }
      const response = await next(request);
      const isOver =
        response.status === 401 &&
        response.headers.get('X-Flyloft-Session') === 'over';
      if (isOver) options.onOver();
      return response;
    },
  };
}
