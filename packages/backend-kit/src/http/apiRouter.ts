import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { apiHandler, type ApiRoute } from './api';
import { apiDocument } from './apiDocument';
import { jsonBody } from './jsonBody';
import { unknownRoute } from './unknownRoute';

/** Mounts routes as data, and the document about them at `/openapi.json`. */
export function apiRouter(
  routes: ApiRoute[],
  about: Parameters<typeof apiDocument>[1],
  services: { httpAuth: HttpAuthService; permissions: PermissionsService },
): Router {
  const router = PromiseRouter();
  router.use(jsonBody());
  for (const route of routes) {
    const path = route.path.replace(/\{(\w+)\}/g, ':$1');
    router[route.method](path, apiHandler(route, services));
  }
  const document = apiDocument(routes, about);
  router.get('/openapi.json', async (request, response) => {
    await services.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    response.json(document);
  });
  router.use(unknownRoute('/openapi.json'));
  return router;
}
