import {
  clusterSchema,
  hostSchema,
  imageSchema,
  infrastructureReadPermission,
  networkSchema,
  storageSchema,
} from '@flyloft/plugin-inventory-common';
import type { z } from 'zod';
import { endpoint, type Endpoint } from '../http/endpoint';
import type { InventoryServices } from '../http/services';
import { idOf } from '../http/idOf';
import { listEndpoint } from '../http/listEndpoint';
import { everything } from '../scope/scope';

/** The routes of what guests run on, hang on and are made from. */
export function infrastructureEndpoints(
  services: InventoryServices,
): Endpoint[] {
  const { hosts, clusters, networks, storages, images, freshness } = services;
  const permission = infrastructureReadPermission;
  const fresh = () => freshness.ofAll();
  return [
    listEndpoint(
      '/hosts',
      { summary: 'List hosts', item: hostSchema, permission },
      fresh,
      async (query, { caller }) => hosts.list(query, await caller.guestScope()),
    ),
    thing('/hosts/{id}', 'host', hostSchema, (id, scope) =>
      hosts.get(id, scope),
    ),
    listEndpoint(
      '/clusters',
      { summary: 'List clusters', item: clusterSchema, permission },
      fresh,
      async (query, { caller }) =>
        clusters.list(query, await caller.guestScope()),
    ),
    thing('/clusters/{id}', 'cluster', clusterSchema, (id, scope) =>
      clusters.get(id, scope),
    ),
    listEndpoint(
      '/networks',
      { summary: 'List networks', item: networkSchema, permission },
      fresh,
      async (query, { caller }) =>
        networks.list(query, await caller.guestScope()),
    ),
    thing('/networks/{id}', 'network', networkSchema, (id, scope) =>
      networks.get(id, scope),
    ),
    listEndpoint(
      '/storages',
      { summary: 'List storages', item: storageSchema, permission },
      fresh,
      query => storages.list(query, everything),
    ),
    thing('/storages/{id}', 'storage', storageSchema, id =>
      storages.get(id, everything),
    ),
    listEndpoint(
      '/images',
      { summary: 'List images', item: imageSchema, permission },
      fresh,
      query => images.list(query, everything),
    ),
    thing('/images/{id}', 'image', imageSchema, id =>
      images.get(id, everything),
    ),
  ];
}

function thing(
  path: string,
  noun: string,
  answer: z.ZodType,
  get: (
    id: string,
    scope: Awaited<ReturnType<EndpointCaller['guestScope']>>,
  ) => Promise<unknown>,
): Endpoint {
  return endpoint({
    method: 'get',
    path,
    summary: `See a ${noun}`,
    permission: infrastructureReadPermission,
    answer,
    handle: async ({ parameters, caller }) =>
      get(idOf(parameters, noun), await caller.guestScope()),
  });
}

type EndpointCaller = Parameters<Endpoint['handle']>[0]['caller'];
