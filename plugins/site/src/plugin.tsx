import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiEqualizerLine } from '@remixicon/react';
import { siteApi } from './api/siteApi';

const settingsRouteRef = createRouteRef();

const settingsPage = PageBlueprint.make({
  name: 'settings',
  params: {
    path: '/admin/settings',
    title: 'Site settings',
    icon: <RiEqualizerLine />,
    routeRef: settingsRouteRef,
    noHeader: true,
    loader: () =>
      import('./settings/SiteSettingsPage').then(m => <m.SiteSettingsPage />),
  },
});

/** What holds for the whole site, on a page. */
export const sitePlugin = createFrontendPlugin({
  pluginId: 'site',
  title: 'Site',
  icon: <RiEqualizerLine />,
  routes: { settings: settingsRouteRef },
  extensions: [siteApi, settingsPage],
});
