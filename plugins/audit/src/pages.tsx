import { Route, Routes } from 'react-router-dom';
import { createRouteRef, PageBlueprint } from '@backstage/frontend-plugin-api';
import { RiFileShieldLine } from '@remixicon/react';

/** The route of the audit trail, for other plugins' links. */
export const auditRouteRef = createRouteRef();

/** The audit trail, and beneath it the page of one event. */
export const auditPage = PageBlueprint.make({
  params: {
    path: '/admin/audit',
    title: 'Audit',
    icon: <RiFileShieldLine />,
    routeRef: auditRouteRef,
    noHeader: true,
    loader: async () => {
      const [{ AuditPage }, { EventPage }] = await Promise.all([
        import('./trail/AuditPage'),
        import('./event/EventPage'),
      ]);
      return (
        <Routes>
          <Route index element={<AuditPage />} />
          <Route path=":id" element={<EventPage />} />
        </Routes>
      );
    },
  },
});
