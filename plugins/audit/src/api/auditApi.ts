import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { AuditClient } from '@flyloft/plugin-audit-common';

/** What pages ask of the audit trail. */
export type AuditApi = Pick<AuditClient, keyof AuditClient>;

/** The audit trail's API, for its pages. */
export const auditApiRef = createApiRef<AuditApi>().with({
  id: 'plugin.audit.client',
  pluginId: 'audit',
});

/** Serves `auditApiRef` from the backend of this portal. */
export const auditApi = ApiBlueprint.make({
  name: 'client',
  params: defineParams =>
    defineParams({
      api: auditApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new AuditClient({ discoveryApi, fetchApi }),
    }),
});
