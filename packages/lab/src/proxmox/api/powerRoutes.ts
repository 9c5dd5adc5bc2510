import { route, type ParameterSchemas, type Route } from '../http/index.ts';
import type { Cluster } from '../../world/Cluster.ts';
import type { Guest } from '../../world/Guest.ts';
import {
  migrateGuest,
  rebootGuest,
  resumeGuest,
  shutdownGuest,
  startGuest,
  stopGuest,
  suspendGuest,
  type Doing,
} from '../../world/guestActions.ts';
import type { GuestKind } from '../../world/guestDetail.ts';
import type { World } from '../../world/World.ts';
import type { Entry } from './Entry.ts';
import { guestOf } from './guestRoutes.ts';
import { GUEST } from './parameters.ts';

type Action = (
  world: World,
  cluster: Cluster,
  guest: Guest,
  doing: Doing,
) => string;

const TIMEOUT = {
  timeout: { type: 'integer', optional: true, minimum: 0 },
} as const;
const SKIP_LOCK = { skiplock: { type: 'boolean', optional: true } } as const;
const FORCE_STOP = { forceStop: { type: 'boolean', optional: true } } as const;

const ACTIONS: Record<string, { act: Action; parameters: ParameterSchemas }> = {
  start: { act: startGuest, parameters: { ...TIMEOUT, ...SKIP_LOCK } },
  stop: { act: stopGuest, parameters: { ...TIMEOUT, ...SKIP_LOCK } },
  shutdown: { act: shutdownGuest, parameters: { ...TIMEOUT, ...FORCE_STOP } },
  reboot: { act: rebootGuest, parameters: TIMEOUT },
  suspend: { act: suspendGuest, parameters: {} },
  resume: { act: resumeGuest, parameters: {} },
};

/** Switching guests on and off, and moving them; each answers with the id of a task. */
export function powerRoutes(entry: Entry): Route[] {
  return (['qemu', 'lxc'] as const).flatMap(kind => [
    ...Object.entries(ACTIONS).map(([name, { act, parameters }]) =>
      actionRoute(entry, kind, name, act, parameters),
    ),
    migrateRoute(entry, kind),
  ]);
}

function actionRoute(
  entry: Entry,
  kind: GuestKind,
  name: string,
  act: Action,
  parameters: ParameterSchemas,
): Route {
  const own = { ...GUEST, ...parameters };
  return route<typeof GUEST & ParameterSchemas>({
    method: 'POST',
    path: `/nodes/{node}/${kind}/{vmid}/status/${name}`,
    parameters: own,
    permission: { path: '/vms/{vmid}', all: ['VM.PowerMgmt'] },
    handler: call =>
      act(entry.world, entry.cluster, guestOf(entry, kind, call.parameters), {
        by: call.caller.authId,
      }),
  });
}

function migrateRoute(entry: Entry, kind: GuestKind): Route {
  return route({
    method: 'POST',
    path: `/nodes/{node}/${kind}/{vmid}/migrate`,
    parameters: {
      ...GUEST,
      target: { type: 'string', format: 'pve-node' },
      online: { type: 'boolean', optional: true },
      restart: { type: 'boolean', optional: true },
      'with-local-disks': { type: 'boolean', optional: true },
      targetstorage: { type: 'string', optional: true },
      timeout: { type: 'integer', optional: true },
    },
    permission: { path: '/vms/{vmid}', all: ['VM.Migrate'] },
    handler: ({ parameters, caller }) =>
      migrateGuest(
        entry.world,
        entry.cluster,
        guestOf(entry, kind, parameters),
        parameters.target,
        { by: caller.authId },
      ),
  });
}
