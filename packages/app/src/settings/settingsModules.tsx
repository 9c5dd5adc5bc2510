import {
  ApiBlueprint,
  createFrontendModule,
  discoveryApiRef,
  errorApiRef,
  fetchApiRef,
  identityApiRef,
  storageApiRef,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import { UserSettingsStorage } from '@backstage/plugin-user-settings';

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

// Takes the place of the stock page, which offers to pin a sidebar that this
// portal doesn't have.
const general = SubPageBlueprint.make({
  name: 'general',
  params: {
    path: 'general',
    title: 'You',
    loader: async () => {
      const { SettingsPage } = await import('./SettingsPage');
      return <SettingsPage />;
    },
  },
});

/** The settings a person has, and where they are kept. */
export const settingsModules = [
  createFrontendModule({ pluginId: 'app', extensions: [storage] }),
  createFrontendModule({ pluginId: 'user-settings', extensions: [general] }),
];
