import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { TokenClient } from '@flyloft/plugin-inventory-common';

/** What pages ask of tokens; the client's methods without its insides. */
export type TokenApi = Pick<TokenClient, keyof TokenClient>;

/** The tokens of sources and scripts. */
export const tokenApiRef = createApiRef<TokenApi>().with({
  id: 'plugin.inventory.tokens',
  pluginId: 'inventory',
});

/** Serves `tokenApiRef` from the backend of this portal. */
export const tokenApi = ApiBlueprint.make({
  name: 'tokens',
  params: defineParams =>
    defineParams({
      api: tokenApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new TokenClient({ discoveryApi, fetchApi }),
    }),
});
