import {
  createFrontendPlugin,
  createRouteRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import { RiShieldUserLine } from '@remixicon/react';
import { sessionsApi } from './api/sessionsApi';

const sessionsRouteRef = createRouteRef();

const sessionsPage = PageBlueprint.make({
  params: {
    path: '/admin/sessions',
    title: 'Sessions',
    icon: <RiShieldUserLine />,
    routeRef: sessionsRouteRef,
    noHeader: true,
    loader: () => import('./all/SessionsPage').then(m => <m.SessionsPage />),
  },
});

/** Sessions in the portal. */
export const sessionsPlugin = createFrontendPlugin({
  pluginId: 'sessions',
  title: 'Sessions',
  icon: <RiShieldUserLine />,
  routes: { root: sessionsRouteRef },
  extensions: [sessionsApi, sessionsPage],
});
