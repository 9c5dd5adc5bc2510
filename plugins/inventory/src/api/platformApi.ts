import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { PlatformClient } from '@flyloft/plugin-inventory-common';

/** What pages ask of configured platforms; the client's methods without its insides. */
export type PlatformApi = Pick<PlatformClient, keyof PlatformClient>;

/** The platforms that people configure. */
export const platformApiRef = createApiRef<PlatformApi>().with({
  id: 'plugin.inventory.platforms',
  pluginId: 'inventory',
});

/** Serves `platformApiRef` from the backend of this portal. */
export const platformApi = ApiBlueprint.make({
  name: 'platforms',
  params: defineParams =>
    defineParams({
      api: platformApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new PlatformClient({ discoveryApi, fetchApi }),
    }),
});
