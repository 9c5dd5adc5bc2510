import {
  ApiBlueprint,
  createFrontendModule,
  discoveryApiRef,
  errorApiRef,
  fetchApiRef,
  identityApiRef,
  storageApiRef,
} from '@backstage/frontend-plugin-api';
import { UserSettingsStorage } from '@backstage/plugin-user-settings';

// Backstage's own module for this also wants its signals service.
const storage = ApiBlueprint.make({
  name: 'user-settings-storage',
  params: define =>
    define({
      api: storageApiRef,
      deps: {
        discoveryApi: discoveryApiRef,
        fetchApi: fetchApiRef,
        errorApi: errorApiRef,
        identityApi: identityApiRef,
      },
      factory: deps => UserSettingsStorage.create(deps),
    }),
});

/**
 * Keeps what people set (starred entities, saved views) on the server, so that
 * it follows them to the next browser.
 */
export const storageModule = createFrontendModule({
  pluginId: 'app',
  extensions: [storage],
});
