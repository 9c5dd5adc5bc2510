import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
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
import { FreshnessStore } from '../../../plugins/inventory-backend/src/freshness/FreshnessStore';
import { readersOf } from '../../../plugins/inventory-backend/src/readers';
import { createRouter } from '../../../plugins/inventory-backend/src/router';
import { SyncBench } from '../../../plugins/inventory-backend/src/testing/SyncBench';
import { consoleLogger } from './consoleLogger';
import { runPart, tell, type PartInput } from './part';
import { addressOf, macOf, worldOf, worldOwners } from './world';

/** Whom the router takes the caller for: its path says so. */
const callers = {
  all: permissions(null),
  team: permissions(['group:default/team-7']),
  nobody: permissions(['group:default/of-nothing']),
};

void runPart<PartInput>(async ({ guests }) => {
  const empty = await newBench(0);
  const full = await newBench(guests);
  const closeEmpty = await serve(empty, 'empty');
  const closeFull = await serve(full, 'full');
  const [{ now }] = (await full.db.raw('select now() as now')).rows;
  tell({
    token: mockCredentials.user.header(),
    at: now.toISOString(),
    addresses: Array.from({ length: 50 }, (_, i) =>
      addressOf(spread(i, guests)),
    ),
    macs: Array.from({ length: 50 }, (_, i) => macOf(spread(i, guests))),
    numbers: Array.from({ length: 50 }, (_, i) => spread(i, guests)),
  });
  return async () => {
    closeEmpty();
    closeFull();
    await empty.drop();
    await full.drop();
  };
});

function spread(index: number, guests: number): number {
  return (index * 7919 + 13) % guests;
}

async function newBench(guests: number): Promise<SyncBench> {
  const bench = await SyncBench.create({
    owners: worldOwners,
    logger: consoleLogger,
  });
  if (guests === 0) return bench;
  // The second sync gives some guests a past, for `at=`.
  for (const round of [0, 1]) {
    const run = await bench.sync(worldOf({ guests, round, changeEvery: 100 }));
    if (run.state !== 'succeeded') throw new Error(`The sync ${run.state}`);
  }
  await bench.db.raw('vacuum analyze');
  return bench;
}

/** The inventory's own router, for every kind of caller. */
async function serve(bench: SyncBench, name: string): Promise<() => void> {
  const readers = readersOf(bench.db, new FreshnessStore(bench.db));
  const app = express();
  for (const [caller, allowed] of Object.entries(callers)) {
    app.use(
      `/${caller}`,
      createRouter({
        ...readers,
        sync: bench.replica.service,
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
  tell({ server: name, url: `http://127.0.0.1:${port}` });
  return () => {
    server.closeAllConnections();
    server.close();
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
