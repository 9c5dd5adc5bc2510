import {
  ApiBlueprint,
  createFrontendModule,
  discoveryApiRef,
  errorApiRef,
  fetchApiRef,
  identityApiRef,
  PageBlueprint,
  storageApiRef,
} from '@backstage/frontend-plugin-api';
import { UserSettingsStorage } from '@backstage/plugin-user-settings';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';

// What people set (starred entities, saved views) follows them to the next
// browser. Backstage's own module for this also wants its signals service.
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

/** Keeps what people set on the server. */
export const storageModule = createFrontendModule({
  pluginId: 'app',
  extensions: [storage],
});

// Takes the place of the stock page and its tabs: it offers to pin a sidebar
// that this portal doesn't have, and providers there is one of.
const page = PageBlueprint.make({
  params: {
    path: '/settings',
    routeRef: userSettingsPlugin.routes.root,
    title: 'Settings',
    noHeader: true,
    loader: async () => {
      const { SettingsPage } = await import('./SettingsPage');
      return <SettingsPage />;
    },
  },
});

/** The settings a person has, at the address where Backstage keeps them. */
export const settingsFeature = userSettingsPlugin.withOverrides({
  extensions: [page],
});
