import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { apiRouter, uuidPattern } from '@flyloft/backend-kit';
import { sessionPermissions } from '@flyloft/plugin-sessions-common';
import Router from 'express-promise-router';
import { sessionPartsRef } from './createSessions';
import { sessionRoutes } from './routes';
import { SessionEndService } from './sessions/SessionEndService';
import { SessionListStore } from './sessions/SessionListStore';

/** How long a session that is over stays in the list. The audit trail keeps more. */
const overForDays = 90;

/** The API of sessions, and what ends them when nobody asks. */
export const sessionsPlugin = createBackendPlugin({
  pluginId: 'sessions',
  register(reg) {
    reg.registerInit({
      deps: {
        auditor: coreServices.auditor,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        parts: sessionPartsRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { db, store, registry } = deps.parts;
        const list = new SessionListStore(db);
        const ends = new SessionEndService(store, registry, deps.auditor);
        registry.onAged = session => {
          ends
            .reportAged(session)
            .catch(error =>
              deps.logger.warn(`A session's end was not reported: ${error}`),
            );
        };
        deps.permissionsRegistry.addPermissions(sessionPermissions);
        deps.httpRouter.addAuthPolicy({
          path: '/ended',
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(whyEnded(list));
        deps.httpRouter.use(
          apiRouter(sessionRoutes({ list, ends, registry }), about, deps),
        );
        await deps.scheduler.scheduleTask({
          id: 'sessions-sweep',
          frequency: { minutes: 1 },
          timeout: { minutes: 5 },
          scope: 'global',
          fn: () => ends.sweep(overForDays),
        });
      },
    });
  },
});

/**
 * Says why a session is over to who knows its id, which is as hard to guess as
 * a password: who was just signed out can't show any other proof.
 */
function whyEnded(list: SessionListStore) {
  const router = Router();
  router.get('/ended/:id', async (request, response) => {
    const { id } = request.params;
    response.json(
      uuidPattern.test(id)
        ? await list.endOf(id)
        : { end: null, endedAt: null, endedBy: null },
    );
  });
  return router;
}

const about = {
  title: 'Flyloft sessions',
  version: '1.0.0',
  description: 'Who is signed in, from where, until when, and how to end it.',
  server: '/api/sessions',
};
