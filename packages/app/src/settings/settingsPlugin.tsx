import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';

const settingsRouteRef = createRouteRef();

const settingsPage = PageBlueprint.make({
  params: {
    path: '/settings',
    routeRef: settingsRouteRef,
    title: 'Settings',
    noHeader: true,
    loader: async () => {
      const { SettingsPage } = await import('./SettingsPage');
      return <SettingsPage />;
    },
  },
});

/**
 * The settings a person has. Backstage's own plugin is left out: its pages
 * offer to pin a sidebar and to choose among providers, neither of which is
 * here.
 */
export const settingsPlugin = createFrontendPlugin({
  pluginId: 'settings',
  title: 'Settings',
  extensions: [settingsPage],
  routes: { root: settingsRouteRef },
});
