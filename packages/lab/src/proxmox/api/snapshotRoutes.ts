import { route, type Route } from '../http/index.ts';
import type { GuestKind } from '../../world/guestDetail.ts';
import {
  deleteSnapshot,
  rollBack,
  takeSnapshot,
} from '../../world/guestSnapshots.ts';
import type { Entry } from './Entry.ts';
import { guestOf, MAY_AUDIT_GUEST, snapshotConfig } from './guestRoutes.ts';
import { GUEST } from './parameters.ts';

const SNAPSHOT = {
  ...GUEST,
  snapname: { type: 'string', format: 'pve-configid', maxLength: 40 },
} as const;
const MAY_SNAPSHOT = { path: '/vms/{vmid}', all: ['VM.Snapshot'] } as const;

/** Snapshots of both kinds of guest. */
export function snapshotRoutes(entry: Entry): Route[] {
  return (['qemu', 'lxc'] as const).flatMap(kind => [
    listRoute(entry, kind),
    ...readRoutes(entry, kind),
    ...writeRoutes(entry, kind),
  ]);
}

/** The list ends with an entry for now, which is no snapshot. */
function listRoute(entry: Entry, kind: GuestKind): Route {
  return route({
    method: 'GET',
    path: `/nodes/{node}/${kind}/{vmid}/snapshot`,
    parameters: GUEST,
    permission: MAY_AUDIT_GUEST,
    handler({ parameters }) {
      const guest = guestOf(entry, kind, parameters);
      const { snapshots, config } = guest.detail;
      return [
        ...snapshots.map(snapshot => ({
          name: snapshot.name,
          description: snapshot.description,
          snaptime: snapshot.time,
          ...(snapshot.parent ? { parent: snapshot.parent } : {}),
          ...(kind === 'qemu' ? { vmstate: snapshot.withMemory ? 1 : 0 } : {}),
        })),
        {
          name: 'current',
          description: 'You are here!',
          digest: guest.digest,
          running: guest.power === 'stopped' ? 0 : 1,
          ...(config.parent ? { parent: config.parent } : {}),
        },
      ];
    },
  });
}

function readRoutes(entry: Entry, kind: GuestKind): Route[] {
  return [
    route({
      method: 'GET',
      path: `/nodes/{node}/${kind}/{vmid}/snapshot/{snapname}`,
      parameters: SNAPSHOT,
      permission: 'any',
      handler: () => [{ cmd: 'rollback' }, { cmd: 'config' }],
    }),
    route({
      method: 'GET',
      path: `/nodes/{node}/${kind}/{vmid}/snapshot/{snapname}/config`,
      parameters: SNAPSHOT,
      permission: {
        path: '/vms/{vmid}',
        any: ['VM.Snapshot', 'VM.Snapshot.Rollback', 'VM.Audit'],
      },
      handler: ({ parameters }) =>
        snapshotConfig(guestOf(entry, kind, parameters), parameters.snapname),
    }),
  ];
}

function writeRoutes(entry: Entry, kind: GuestKind): Route[] {
  const { world, cluster } = entry;
  return [
    route({
      method: 'POST',
      path: `/nodes/{node}/${kind}/{vmid}/snapshot`,
      parameters: {
        ...SNAPSHOT,
        description: { type: 'string', optional: true },
        vmstate: { type: 'boolean', optional: true, default: false },
      },
      permission: MAY_SNAPSHOT,
      handler: ({ parameters, caller }) =>
        takeSnapshot(
          world,
          cluster,
          guestOf(entry, kind, parameters),
          {
            name: parameters.snapname,
            description: parameters.description,
            withMemory: parameters.vmstate,
          },
          { by: caller.authId },
        ),
    }),
    route({
      method: 'DELETE',
      path: `/nodes/{node}/${kind}/{vmid}/snapshot/{snapname}`,
      parameters: { ...SNAPSHOT, force: { type: 'boolean', optional: true } },
      permission: MAY_SNAPSHOT,
      handler: ({ parameters, caller }) =>
        deleteSnapshot(
          world,
          cluster,
          guestOf(entry, kind, parameters),
          parameters.snapname,
          {
            by: caller.authId,
          },
        ),
    }),
    route({
      method: 'POST',
      path: `/nodes/{node}/${kind}/{vmid}/snapshot/{snapname}/rollback`,
      parameters: { ...SNAPSHOT, start: { type: 'boolean', optional: true } },
      permission: {
        path: '/vms/{vmid}',
        any: ['VM.Snapshot', 'VM.Snapshot.Rollback'],
      },
      handler: ({ parameters, caller }) =>
        rollBack(
          world,
          cluster,
          guestOf(entry, kind, parameters),
          parameters.snapname,
          {
            by: caller.authId,
          },
        ),
    }),
  ];
}
