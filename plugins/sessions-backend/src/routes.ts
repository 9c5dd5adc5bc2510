import { NotFoundError } from '@backstage/errors';
import {
  apiRoute,
  nameOf,
  sessionOf,
  uuidPattern,
  type ApiCall,
  type ApiRoute,
} from '@flyloft/backend-kit';
import { listQuerySchema, pageSchema } from '@flyloft/kit-common';
import {
  sessionEndPermission,
  sessionLimitsSchema,
  sessionReadPermission,
  sessionSchema,
} from '@flyloft/plugin-sessions-common';
import { z } from 'zod';
import type { SessionRegistry } from './check/SessionRegistry';
import type { SessionEndService } from './sessions/SessionEndService';
import type { Reader, SessionListStore } from './sessions/SessionListStore';

/** What the routes read from and act through. */
export interface SessionRouteServices {
  list: SessionListStore;
  ends: SessionEndService;
  registry: Pick<SessionRegistry, 'limits'>;
}

/** Every route of `/api/sessions` that takes somebody who is signed in. */
export function sessionRoutes(services: SessionRouteServices): ApiRoute[] {
  return [...allRoutes(services), ...ownRoutes(services)];
}

function allRoutes({ list, ends, registry }: SessionRouteServices): ApiRoute[] {
  return [
    apiRoute({
      method: 'get',
      path: '/',
      summary: 'List sessions',
      permission: sessionReadPermission,
      query: listQuerySchema,
      answer: pageSchema(sessionSchema),
      async handle({ query, request }) {
        const page = await list.list(query, await readerOf(registry, request));
        const { items, nextCursor, total } = page;
        const collectedAt = new Date().toISOString();
        const freshness = { state: 'fresh', collectedAt, platforms: [] };
        return { items, nextCursor, total, freshness };
      },
    }),
    apiRoute({
      method: 'post',
      path: '/{id}/end',
      summary: 'End a session',
      permission: sessionEndPermission,
      answer: sessionSchema,
      async handle({ parameters, credentials, request }) {
        const id = idOf(parameters);
        await ends.end(id, { user: nameOf(credentials), request });
        return list.get(id, await readerOf(registry, request));
      },
    }),
  ];
}

function ownRoutes({ list, ends, registry }: SessionRouteServices): ApiRoute[] {
  const permission = 'signed-in';
  return [
    apiRoute({
      method: 'get',
      path: '/mine',
      summary: 'List your sessions',
      permission,
      answer: z.object({
        items: z.array(sessionSchema),
        limits: sessionLimitsSchema,
      }),
      async handle({ credentials, request }) {
        const reader = await readerOf(registry, request);
        const items = await list.openOf(nameOf(credentials), reader);
        return { items, limits: reader.limits };
      },
    }),
    apiRoute({
      method: 'post',
      path: '/mine/end-others',
      summary: 'End your other sessions',
      permission,
      answer: z.object({ ended: z.number().int() }),
      async handle({ credentials, request }) {
        const user = nameOf(credentials);
        const reader = await readerOf(registry, request);
        const others = (await list.openOf(user, reader)).filter(
          session => !session.current,
        );
        for (const { id } of others) {
          await ends.end(id, { user, owner: user, request });
        }
        return { ended: others.length };
      },
    }),
    apiRoute({
      method: 'post',
      path: '/mine/{id}/end',
      summary: 'End one of your sessions',
      permission,
      answer: sessionSchema,
      async handle({ parameters, credentials, request }) {
        const id = idOf(parameters);
        const user = nameOf(credentials);
        await ends.end(id, { user, owner: user, request });
        return list.get(id, await readerOf(registry, request));
      },
    }),
  ];
}

async function readerOf(
  registry: Pick<SessionRegistry, 'limits'>,
  request: ApiCall['request'],
): Promise<Reader> {
  return {
    currentId: sessionOf(request)?.sessionId,
    limits: await registry.limits(),
  };
}

/** A malformed id gets the answer of an unknown one. */
function idOf({ id = '' }: Record<string, string>): string {
  if (!uuidPattern.test(id)) {
    throw new NotFoundError(`There is no session '${id}'`);
  }
  return id;
}
