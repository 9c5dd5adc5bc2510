import { nameOf } from '@flyloft/backend-kit';
import { listQuerySchema } from '@flyloft/kit-common';
import {
  changeSchema,
  facetSchema,
  feedQuerySchema,
  guestDetailSchema,
  guestListQuerySchema,
  guestRawSchema,
  guestReadPermission,
  guestSchema,
  historyBeginningSchema,
  infrastructureReadPermission,
  platformSchema,
  rawReadPermission,
  searchAnswerSchema,
  searchQuerySchema,
  seenAddressSchema,
  summarySchema,
  syncConfirmPermission,
  syncRequestSchema,
  syncRunPermission,
  syncRunSchema,
} from '@flyloft/plugin-inventory-common';
import { z } from 'zod';
import { withObjects } from '../feed/feedEntries';
import { manualRoutes } from '../manual/manualRoutes';
import { platformEndpoints } from '../platforms/platformEndpoints';
import { everything } from '../scope/scope';
import { csvEndpoints } from '../csv/csvEndpoints';
import { dashboardEndpoints } from '../dashboard/dashboardEndpoints';
import { differenceEndpoints } from '../differences/differenceEndpoints';
import { liveEndpoints } from '../live/liveEndpoints';
import { machineEndpoints } from '../machines/machineEndpoints';
import { savedViewEndpoints } from '../savedViews/savedViewEndpoints';
import { tokenEndpoints } from '../tokens/tokenEndpoints';
import { infrastructureEndpoints } from '../things/infrastructureEndpoints';
import { endpoint, type Endpoint } from './endpoint';
import { idOf } from './idOf';
import { listEndpoint } from './listEndpoint';
import { requirePast } from './requirePast';
import type { InventoryServices } from './services';

/** Every route of `/api/inventory`. */
export function inventoryEndpoints(services: InventoryServices): Endpoint[] {
  return [
    ...guestEndpoints(services),
    ...infrastructureEndpoints(services),
    ...historyEndpoints(services),
    ...csvEndpoints(services),
    ...manualRoutes(services),
    ...syncEndpoints(services),
    ...tokenEndpoints(services),
    ...platformEndpoints(services),
    ...savedViewEndpoints(services),
    ...dashboardEndpoints(services),
    ...machineEndpoints(services),
    ...liveEndpoints(services),
    ...differenceEndpoints(services),
  ];
}

const momentSchema = listQuerySchema.pick({ at: true });

function guestEndpoints(services: InventoryServices): Endpoint[] {
  const { guests, addresses, freshness } = services;
  const permission = guestReadPermission;
  return [
    listEndpoint(
      '/guests',
      { summary: 'List guests', item: guestSchema, permission },
      () => freshness.ofAll(),
      async (query, { caller }) => {
        requirePast(query.at);
        return guests.list(query, await caller.guestScope());
      },
      guestListQuerySchema,
    ),
    endpoint({
      method: 'get',
      path: '/guests/facets/{fact}',
      summary: 'List the values of a fact of guests',
      permission,
      query: listQuerySchema,
      answer: z.object({ items: z.array(facetSchema) }),
      handle: async ({ parameters, query, caller }) => ({
        items: await guests.facets(
          parameters.fact ?? '',
          query,
          await caller.guestScope(),
        ),
      }),
    }),
    endpoint({
      method: 'get',
      path: '/guests/{id}',
      summary: 'See a guest',
      permission,
      query: momentSchema,
      answer: guestDetailSchema,
      handle: async ({ parameters, query, caller }) => {
        requirePast(query.at);
        return guests.get(
          idOf(parameters, 'guest'),
          await caller.guestScope(),
          query.at ?? null,
        );
      },
    }),
    endpoint({
      method: 'get',
      path: '/guests/{id}/raw',
      summary: 'See what a platform answered about a guest',
      permission: rawReadPermission,
      answer: guestRawSchema,
      handle: async ({ parameters, caller }) =>
        guests.getRaw(idOf(parameters, 'guest'), await caller.guestScope()),
    }),
    listEndpoint(
      '/addresses',
      { summary: 'List addresses seen', item: seenAddressSchema, permission },
      () => freshness.ofAll(),
      async (query, { caller }) =>
        addresses.list(query, await caller.guestScope()),
    ),
    endpoint({
      method: 'get',
      path: '/summary',
      summary: 'See the figures of the dashboard',
      permission,
      answer: summarySchema,
      handle: async ({ caller }) =>
        services.summary.get(
          await caller.guestScope(),
          await caller.seesInfrastructure(),
          await freshness.ofAll(),
        ),
    }),
    endpoint({
      method: 'get',
      path: '/search',
      summary: 'Search the inventory',
      permission,
      query: searchQuerySchema,
      answer: searchAnswerSchema,
      handle: async ({ query, caller }) => ({
        hits: await services.search.search(
          query.q,
          query.limit ?? 12,
          await caller.historyScope(),
        ),
      }),
    }),
  ];
}

function historyEndpoints(services: InventoryServices): Endpoint[] {
  const { guests, history, freshness } = services;
  const permission = guestReadPermission;
  return [
    listEndpoint(
      '/guests/{id}/history',
      { summary: "See a guest's history", item: changeSchema, permission },
      () => freshness.ofAll(),
      async (query, { parameters, caller }) => {
        const id = idOf(parameters, 'guest');
        const scope = await caller.historyScope();
        // Refused here means the guest itself is not to be seen.
        await guests.get(id, scope.guests);
        return history.list(query, scope, id);
      },
    ),
    listEndpoint(
      '/history',
      { summary: 'List changes', item: changeSchema, permission },
      () => freshness.ofAll(),
      async (query, { caller }) =>
        history.list(query, await caller.historyScope()),
    ),
    endpoint({
      method: 'get',
      path: '/history/beginning',
      summary: 'See where history begins',
      permission,
      answer: historyBeginningSchema,
      handle: async () => services.historyBeginning.get(),
    }),
    endpoint({
      method: 'get',
      path: '/changes',
      summary: 'Follow the change feed',
      permission,
      query: feedQuerySchema,
      answer: 'ndjson',
      handle: async ({ query, caller }) => {
        const scope = await caller.historyScope();
        const changes = await history.after(query, scope);
        if (query.include !== 'objects') return changes;
        return withObjects(changes, {
          guest: ids => guests.byIds(ids, scope.guests),
          host: ids => services.hosts.byIds(ids, scope.guests),
          cluster: ids => services.clusters.byIds(ids, scope.guests),
          network: ids => services.networks.byIds(ids, scope.guests),
          storage: ids => services.storages.byIds(ids, everything),
          image: ids => services.images.byIds(ids, everything),
        });
      },
    }),
  ];
}

function syncEndpoints(services: InventoryServices): Endpoint[] {
  const { sync, syncRuns, freshness } = services;
  const permission = infrastructureReadPermission;
  return [
    endpoint({
      method: 'get',
      path: '/platforms',
      summary: 'List platforms',
      permission,
      answer: z.object({ items: z.array(platformSchema) }),
      handle: async () => ({ items: await sync.listPlatforms() }),
    }),
    listEndpoint(
      '/sync-runs',
      { summary: 'List sync runs', item: syncRunSchema, permission },
      () => freshness.ofAll(),
      query => syncRuns.list(query),
    ),
    endpoint({
      method: 'get',
      path: '/sync-runs/{id}',
      summary: 'See a sync run',
      permission,
      answer: syncRunSchema,
      handle: async ({ parameters }) => sync.getRun(parameters.id ?? ''),
    }),
    endpoint({
      method: 'post',
      path: '/sync-runs',
      summary: 'Start a sync',
      permission: syncRunPermission,
      body: syncRequestSchema,
      status: 202,
      answer: z.object({ items: z.array(syncRunSchema) }),
      handle: async ({ body, credentials }) => ({
        items: await sync.start({
          ...body,
          requestedBy: nameOf(credentials),
          trigger: 'person',
        }),
      }),
    }),
    endpoint({
      method: 'post',
      path: '/sync-runs/{id}/cancel',
      summary: 'Cancel a sync',
      permission: syncRunPermission,
      answer: syncRunSchema,
      handle: async ({ parameters, credentials }) =>
        sync.cancel(parameters.id ?? '', nameOf(credentials)),
    }),
    endpoint({
      method: 'post',
      path: '/sync-runs/{id}/confirm',
      summary: 'Confirm a held sync',
      permission: syncConfirmPermission,
      status: 202,
      answer: syncRunSchema,
      handle: async ({ parameters, credentials }) =>
        sync.confirm(parameters.id ?? '', nameOf(credentials)),
    }),
  ];
}
