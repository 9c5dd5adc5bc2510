import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  AuditorService,
  PermissionsService,
  PermissionsServiceRequestOptions,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { inventoryGuestResourceType } from '@flyloft/plugin-inventory-common';
import express from 'express';
import type { Knex } from 'knex';
import { FreshnessStore } from '../../../plugins/inventory-backend/src/freshness/FreshnessStore';
import type {
  InventoryServices,
  SyncCommands,
} from '../../../plugins/inventory-backend/src/http/services';
import { readersOf } from '../../../plugins/inventory-backend/src/readers';
import { createRouter } from '../../../plugins/inventory-backend/src/router';
import { SavedViewService } from '../../../plugins/inventory-backend/src/savedViews/SavedViewService';
import { SavedViewStore } from '../../../plugins/inventory-backend/src/savedViews/SavedViewStore';

/** Whom the router takes the caller for: the path says so. */
const callers = {
  all: permissions(null),
  team: permissions(['group:default/team-7']),
  nobody: permissions(['group:default/of-nothing']),
};

// What is measured writes nothing; the mock of one needs a test runner.
const silentAuditor: AuditorService = {
  createEvent: async () => ({
    success: async () => {},
    fail: async () => {},
  }),
};

/** The inventory's own router, for every kind of caller. */
export async function serveRouter(
  db: Knex,
  sync: SyncCommands,
): Promise<{ url: string; close(): void }> {
  const readers = readersOf(db, new FreshnessStore(db));
  const app = express();
  for (const [caller, allowed] of Object.entries(callers)) {
    app.use(
      `/${caller}`,
      createRouter({
        ...readers,
        sync,
        auditor: silentAuditor,
        // Asked for nothing here: lists of the inventory are measured.
        configuredPlatforms: {} as InventoryServices['configuredPlatforms'],
        platformTrials: {} as InventoryServices['platformTrials'],
        savedViews: new SavedViewService({
          store: new SavedViewStore(db),
          config: mockServices.rootConfig(),
          userInfo: mockServices.userInfo(),
          roles: { rolesOf: async () => [] },
        }),
        httpAuth: mockServices.httpAuth({
          defaultCredentials: mockCredentials.none(),
        }),
        permissions: allowed,
      }),
    );
  }
  const server = createServer(app.use(mockErrorHandler()));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A policy that shows everything, or the guests of some owners. */
function permissions(owners: string[] | null): PermissionsService {
  const allow = { result: AuthorizeResult.ALLOW as AuthorizeResult.ALLOW };
  return {
    authorize: async requests => requests.map(() => allow),
    authorizeConditional: async (
      requests: Array<{ permission: { resourceType?: string } }>,
      _options?: PermissionsServiceRequestOptions,
    ) =>
      requests.map(({ permission }) =>
        owners === null || !permission.resourceType
          ? allow
          : {
              result:
                AuthorizeResult.CONDITIONAL as AuthorizeResult.CONDITIONAL,
              pluginId: 'inventory',
              resourceType: inventoryGuestResourceType,
              conditions: {
                rule: 'IS_OWNED_BY',
                resourceType: inventoryGuestResourceType,
                params: { owners },
              },
            },
      ),
  };
}
