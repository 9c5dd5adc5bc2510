import { startPlatformServer } from '../wire/PlatformServer.ts';
import type { PlatformApi } from '../wire/platformApi.ts';
import { KubernetesApi } from './KubernetesApi.ts';
import { spoiltLists } from './spoiltLists.ts';

/** A Kubernetes API server with KubeVirt over an estate. */
export const kubevirtApi: PlatformApi = {
  lists: spoiltLists,
  async start({ world, estate, secrets, tls, port, interceptor }) {
    const api = new KubernetesApi(estate, secrets, () => world.now());
    const server = await startPlatformServer({
      tls,
      port,
      interceptor,
      handle: request => api.handle(request),
    });
    return {
      port: server.port,
      access: {
        emptyAcl: () => api.rights.take(),
        // Tokens of accounts don't run out; what does is what the server remembers.
        expireSessions: () => api.compact(),
        dropStreams: () => server.dropStreams(),
      },
      async close() {
        api.close();
        await server.close();
      },
    };
  },
};
