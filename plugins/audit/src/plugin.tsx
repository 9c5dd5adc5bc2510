import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiFileShieldLine } from '@remixicon/react';
import { auditApi } from './api/auditApi';
import { auditPage, auditRouteRef } from './pages';

/** The audit trail in the portal. */
export const auditPlugin = createFrontendPlugin({
  pluginId: 'audit',
  title: 'Audit',
  icon: <RiFileShieldLine />,
  routes: { root: auditRouteRef },
  extensions: [auditApi, auditPage],
});
