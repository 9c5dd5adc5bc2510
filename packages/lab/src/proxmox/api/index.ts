import { ApiError, type Call, type Route } from '../http/index.ts';
import { WorldError } from '../../world/WorldError.ts';
import { agentRoutes } from './agentRoutes.ts';
import { clusterRoutes } from './clusterRoutes.ts';
import { configRoutes } from './configRoutes.ts';
import { contractRoutes, replicationRoutes } from './contractRoutes.ts';
import type { Entry } from './Entry.ts';
import { guestRoutes } from './guestRoutes.ts';
import { haRoutes } from './haRoutes.ts';
import { indexRoutes } from './indexRoutes.ts';
import { nodeRoutes } from './nodeRoutes.ts';
import { poolRoutes } from './poolRoutes.ts';
import { powerRoutes } from './powerRoutes.ts';
import { resourceRoutes } from './resourceRoutes.ts';
import { sdnRoutes } from './sdnRoutes.ts';
import { snapshotRoutes } from './snapshotRoutes.ts';
import { storageRoutes } from './storageRoutes.ts';
import { taskRoutes } from './taskRoutes.ts';

export { Entry } from './Entry.ts';

/** Every route of the API of one node, apart from those about access. */
export function apiRoutes(entry: Entry): Route[] {
  return [
    ...indexRoutes(entry),
    ...clusterRoutes(entry),
    ...resourceRoutes(entry),
    ...haRoutes(entry),
    ...sdnRoutes(entry),
    ...poolRoutes(entry),
    ...storageRoutes(entry),
    ...nodeRoutes(entry),
    ...contractRoutes(entry),
    ...replicationRoutes(entry),
    ...taskRoutes(entry),
    ...guestRoutes(entry),
    ...configRoutes(entry),
    ...snapshotRoutes(entry),
    ...powerRoutes(entry),
    ...agentRoutes(entry),
  ].map(route => served(entry, route));
}

/** Lets the world catch up, passes the call to its node, and puts the world's refusals on the wire. */
function served(entry: Entry, route: Route): Route {
  const ofNode = route.path.startsWith('/nodes/{node}');
  return {
    ...route,
    async handler(call: Call) {
      entry.world.settle();
      try {
        if (ofNode)
          await entry.reach(String(call.parameters.node), call.signal);
        return await route.handler(call);
      } catch (error) {
        if (error instanceof WorldError) throw ApiError.failed(error.message);
        // Whoever hung up while a node was waited for gets no answer, and that is no defect.
        if (call.signal.aborted) throw ApiError.failed('connection closed');
        throw error;
      }
    },
  };
}
