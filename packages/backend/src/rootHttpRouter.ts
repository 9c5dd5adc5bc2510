import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';

const GRACE_MS = 1500;

/**
 * The stock HTTP server, but one that ends when it is told to: in production
 * the stock one waits for every open request, and the event bus keeps some
 * open for close to a minute. Ordinary requests have long been answered by
 * the end of the grace.
 */
export const rootHttpRouter = rootHttpRouterServiceFactory({
  configure({ applyDefaults, server, lifecycle }) {
    applyDefaults();
    lifecycle.addShutdownHook(() => {
      setTimeout(() => server.closeAllConnections(), GRACE_MS);
    });
  },
});
