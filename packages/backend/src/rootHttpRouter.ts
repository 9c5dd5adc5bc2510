import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  createServiceFactory,
  type BackendFeature,
} from '@backstage/backend-plugin-api';
import { Entrance, entranceServiceRef } from '@flyloft/backend-kit';
import { Router } from 'express';
import { keptNowhere } from './keptNowhere';
import { oneOrigin } from './oneOrigin';

const GRACE_MS = 1500;

/**
 * The stock HTTP server, but one that ends when it is told to: in production
 * the stock one waits for every open request, and the event bus keeps some
 * open for close to a minute. Ordinary requests have long been answered by
 * the end of the grace. It has one address, and an entrance that every request
 * passes before it reaches a plugin.
 */
export function entranceFeatures(): BackendFeature[] {
  const entrance = new Entrance();
  return [
    createServiceFactory({
      service: entranceServiceRef,
      deps: {},
      factory: () => entrance,
    }),
    rootHttpRouterServiceFactory({
      configure({ app, config, applyDefaults, middleware, server, lifecycle }) {
        app.use(oneOrigin(config.getString('app.baseUrl')));
        app.use('/api', keptNowhere);
        // What is refused here gets the same headers and log as any answer;
        // what passes gets them once, below.
        const refused = Router().use(
          middleware.helmet(),
          middleware.cors(),
          middleware.logging(),
        );
        app.use((request, response, next) =>
          entrance.handle(request, response, problem => {
            if (problem === undefined) next();
            else refused(request, response, () => next(problem));
          }),
        );
        applyDefaults();
        lifecycle.addShutdownHook(() => {
          setTimeout(() => server.closeAllConnections(), GRACE_MS);
        });
      },
    }),
  ];
}
