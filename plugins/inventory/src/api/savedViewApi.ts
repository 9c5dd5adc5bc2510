import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { SavedViewClient } from '@flyloft/plugin-inventory-common';

/** What pages ask of saved views; the client's methods without its insides. */
export type SavedViewApi = Pick<SavedViewClient, keyof SavedViewClient>;

/** The saved views of lists. */
export const savedViewApiRef = createApiRef<SavedViewApi>().with({
  id: 'plugin.inventory.saved-views',
  pluginId: 'inventory',
});

/** Serves `savedViewApiRef` from the backend of this portal. */
export const savedViewApi = ApiBlueprint.make({
  name: 'saved-views',
  params: defineParams =>
    defineParams({
      api: savedViewApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new SavedViewClient({ discoveryApi, fetchApi }),
    }),
});
