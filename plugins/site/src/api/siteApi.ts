import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { SiteClient } from '@flyloft/plugin-site-common';

/** What pages ask of the site. */
export type SiteApi = Pick<SiteClient, keyof SiteClient>;

/** The API of the site, for its pages. */
export const siteApiRef = createApiRef<SiteApi>().with({
  id: 'plugin.site.client',
  pluginId: 'site',
});

/** Serves `siteApiRef` from the backend of this portal. */
export const siteApi = ApiBlueprint.make({
  name: 'client',
  params: defineParams =>
    defineParams({
      api: siteApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new SiteClient({ discoveryApi, fetchApi }),
    }),
});
