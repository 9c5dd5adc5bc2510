import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import type { RequestHandler } from 'express';

/**
 * The portal's entrance: what looks at every request before any plugin does.
 * Whoever looks is added while the backend starts, before plugins answer.
 */
export class Entrance {
  private readonly watchers: RequestHandler[] = [];

  /** Adds one that looks at requests, after those that look already. */
  add(watcher: RequestHandler): void {
    this.watchers.push(watcher);
  }

  /** The handler that the HTTP server asks first. */
  readonly handle: RequestHandler = (request, response, next) => {
    const ask = (at: number, error?: unknown): void => {
      const watcher = this.watchers[at];
      if (error !== undefined || !watcher) {
        next(error);
        return;
      }
      watcher(request, response, problem => ask(at + 1, problem));
    };
    ask(0);
  };
}

/**
 * The entrance, for services that look at requests. A backend whose HTTP
 * server does not ask it, as in most tests, has one that nobody passes.
 */
export const entranceServiceRef = createServiceRef<Entrance>({
  id: 'flyloft.entrance',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({ service, deps: {}, factory: () => new Entrance() }),
});
