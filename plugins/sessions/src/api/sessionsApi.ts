import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { SessionsClient } from '@flyloft/plugin-sessions-common';

/** What pages ask of sessions. */
export type SessionsApi = Pick<SessionsClient, keyof SessionsClient>;

/** The API of sessions, for their pages. */
export const sessionsApiRef = createApiRef<SessionsApi>().with({
  id: 'plugin.sessions.client',
  pluginId: 'sessions',
});

/** Serves `sessionsApiRef` from the backend of this portal. */
export const sessionsApi = ApiBlueprint.make({
  name: 'client',
  params: defineParams =>
    defineParams({
      api: sessionsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        new SessionsClient({ discoveryApi, fetchApi }),
    }),
});
