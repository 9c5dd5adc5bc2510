import { createFetchApi, FetchMiddlewares } from '@backstage/core-app-api';
import {
  ApiBlueprint,
  configApiRef,
  createFrontendModule,
  discoveryApiRef,
  fetchApiRef,
  identityApiRef,
} from '@backstage/frontend-plugin-api';
import { Activity } from './activity';
import { sessionFetch } from './sessionFetch';

// Backstage's own, with our look at sessions behind it.
const fetchApi = ApiBlueprint.make({
  name: 'fetch',
  params: define =>
    define({
      api: fetchApiRef,
      deps: {
        configApi: configApiRef,
        identityApi: identityApiRef,
        discoveryApi: discoveryApiRef,
      },
      factory: ({ configApi, identityApi, discoveryApi }) => {
        const activity = new Activity();
        activity.watch(window);
        return createFetchApi({
          middleware: [
            FetchMiddlewares.resolvePluginProtocol({ discoveryApi }),
            FetchMiddlewares.injectIdentityAuth({
              identityApi,
              config: configApi,
            }),
            sessionFetch({
              isThere: () => activity.isThere(),
              onOver: reloadOnce(),
            }),
          ],
        });
      },
    }),
});

// The sign-in page says why; several calls may be refused at once.
function reloadOnce(): () => void {
  let reloading = false;
  return () => {
    if (reloading) return;
    reloading = true;
    window.location.reload();
  };
}

/** Calls that know of sessions: ended ones lead to the sign-in page. */
export const sessionModule = createFrontendModule({
  pluginId: 'app',
  extensions: [fetchApi],
});
