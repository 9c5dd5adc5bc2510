import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { InventoryClient } from '@flyloft/plugin-inventory-common';

/** What pages ask of the inventory; the client's methods without its insides. */
export type InventoryApi = Pick<InventoryClient, keyof InventoryClient>;

/** The inventory's API, for pages and for the portal's one search. */
export const inventoryApiRef = createApiRef<InventoryApi>().with({
  id: 'plugin.inventory.client',
  pluginId: 'inventory',
});

/** Serves `inventoryApiRef` from the backend of this portal. */
export const inventoryApi = ApiBlueprint.make({
  name: 'client',
  params: defineParams =>
    defineParams({
      api: inventoryApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new InventoryClient({ discoveryApi, fetchApi }),
    }),
});
