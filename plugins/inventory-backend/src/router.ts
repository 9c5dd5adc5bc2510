import type {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { jsonBody, unknownRoute } from '@flyloft/backend-kit';
import type express from 'express';
import Router from 'express-promise-router';
import { toHandler } from './http/endpoint';
import { inventoryEndpoints } from './http/endpoints';
import type { InventoryServices } from './http/services';
import { openApiDocument } from './http/openapi';
import { pushPaths } from './push/pushDocument';

/** The version of the API, as its document gives it. */
const apiVersion = '1.0.0';

/** Mounts every endpoint of the inventory, and the document about them. */
export function createRouter(
  services: InventoryServices & {
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
  },
): express.Router {
  const router = Router();
  router.use(jsonBody());
  const endpoints = inventoryEndpoints(services);
  for (const definition of endpoints) {
    const path = definition.path.replace(/\{(\w+)\}/g, ':$1');
    router[definition.method](path, toHandler(definition, services));
  }
  const document = openApiDocument(endpoints, apiVersion);
  Object.assign(document.paths, pushPaths);
  router.get('/openapi.json', async (request, response) => {
    await services.httpAuth.credentials(request, {
      allow: ['user', 'service'],
    });
    response.json(document);
  });
  router.use(unknownRoute('/openapi.json'));
  return router;
}
