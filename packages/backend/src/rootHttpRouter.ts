import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { oneOrigin } from './oneOrigin';

const GRACE_MS = 1500;

/**
 * The stock HTTP server, but one that ends when it is told to: in production
 * the stock one waits for every open request, and the event bus keeps some
 * open for close to a minute. Ordinary requests have long been answered by
 * the end of the grace. And one that has one address.
 */
export const rootHttpRouter = rootHttpRouterServiceFactory({
  configure({ app, config, applyDefaults, server, lifecycle }) {
    app.use(oneOrigin(config.getString('app.baseUrl')));
    applyDefaults();
    lifecycle.addShutdownHook(() => {
      setTimeout(() => server.closeAllConnections(), GRACE_MS);
    });
  },
});
