import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiEqualizerLine, RiTeamLine } from '@remixicon/react';
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

const usersRouteRef = createRouteRef();

const usersPage = PageBlueprint.make({
  name: 'users',
  params: {
    path: '/admin/users',
    title: 'Users',
    icon: <RiTeamLine />,
    routeRef: usersRouteRef,
    noHeader: true,
    loader: () => import('./users/UsersPage').then(m => <m.UsersPage />),
  },
});

/** What holds for the whole site, on a page. */
export const sitePlugin = createFrontendPlugin({
  pluginId: 'site',
  title: 'Site',
  icon: <RiEqualizerLine />,
  routes: { settings: settingsRouteRef, users: usersRouteRef },
  extensions: [siteApi, settingsPage, usersPage],
});
