import {
  ApiError,
  route,
  type Call,
  type ParameterSchemas,
  type Route,
} from '../http/index.ts';
import type { StoragePlan } from '../../world/clusterPlan.ts';
import { storageUse } from '../../world/load.ts';
import type { Entry } from './Entry.ts';
import { NODE, STORAGE } from './parameters.ts';
import type { Row } from './rows.ts';
import { backups, guestVolumes, media } from './storageContent.ts';

const AUDIT = ['Datastore.Audit', 'Datastore.AllocateSpace'] as const;
const MAY_AUDIT = { path: '/storage/{storage}', any: AUDIT } as const;

/** Storages: as configured for the cluster, and as each node sees them. */
export function storageRoutes(entry: Entry): Route[] {
  return [
    ...configRoutes(entry),
    ...nodeStorageRoutes(entry),
    contentRoute(entry),
  ];
}

function configRoutes({ cluster }: Entry): Route[] {
  const config = (storage: StoragePlan): Row => ({
    storage: storage.storage,
    type: storage.type,
    content: storage.content,
    ...(storage.shared && storage.type === 'nfs'
      ? {}
      : storage.shared
        ? { shared: 1 }
        : {}),
    ...(storage.nodes ? { nodes: storage.nodes.join(',') } : {}),
    ...storage.options,
    digest: 'b8a9d9a3e3f5c2d1a0b7c6e5d4f3a2b1c0d9e8f7',
  });
  return [
    route({
      method: 'GET',
      path: '/storage',
      parameters: { type: { type: 'string', optional: true } },
      permission: 'any',
      handler: ({ caller, parameters: { type } }) =>
        cluster.plan.storages
          .filter(storage => caller.any(`/storage/${storage.storage}`, AUDIT))
          .filter(storage => type === undefined || storage.type === type)
          .map(config),
    }),
    route({
      method: 'GET',
      path: '/storage/{storage}',
      parameters: { storage: { type: 'string', format: 'pve-storage-id' } },
      permission: { path: '/storage/{storage}', all: ['Datastore.Allocate'] },
      handler: ({ parameters }) => config(cluster.storage(parameters.storage)),
    }),
  ];
}

function nodeStorageRow(entry: Entry, storage: StoragePlan, node: string): Row {
  const { total, used } = storageUse(entry.world, storage, node);
  return {
    type: storage.type,
    content: storage.content,
    shared: storage.shared ? 1 : 0,
    enabled: 1,
    active: 1,
    total,
    used,
    avail: total - used,
  };
}

function onNode(
  entry: Entry,
  call: { parameters: { node: string; storage: string } },
): StoragePlan {
  const storage = entry.cluster.storage(call.parameters.storage);
  const node = entry.nameOf(call.parameters.node);
  if (storage.nodes && !storage.nodes.includes(node)) {
    throw ApiError.failed(
      `storage '${storage.storage}' is not available on node '${node}'`,
    );
  }
  return storage;
}

function nodeStorageRoutes(entry: Entry): Route[] {
  return [
    route({
      method: 'GET',
      path: '/nodes/{node}/storage',
      parameters: {
        ...NODE,
        content: {
          type: 'string',
          optional: true,
          format: 'pve-storage-content-list',
        },
        enabled: { type: 'boolean', optional: true, default: false },
        storage: { type: 'string', optional: true, format: 'pve-storage-id' },
        format: { type: 'boolean', optional: true },
        target: { type: 'string', optional: true, format: 'pve-node' },
      },
      permission: 'any',
      handler({ caller, parameters }) {
        const node = entry.nameOf(parameters.node);
        const kinds = parameters.content?.split(',');
        return entry.cluster
          .storagesOf(node)
          .filter(storage => caller.any(`/storage/${storage.storage}`, AUDIT))
          .filter(
            storage =>
              !parameters.storage || storage.storage === parameters.storage,
          )
          .filter(
            storage =>
              !kinds ||
              kinds.some(kind => storage.content.split(',').includes(kind)),
          )
          .map(storage => {
            const row = nodeStorageRow(entry, storage, node);
            return {
              storage: storage.storage,
              ...row,
              used_fraction: Number(row.used) / Number(row.total),
            };
          });
      },
    }),
    route({
      method: 'GET',
      path: '/nodes/{node}/storage/{storage}/status',
      parameters: STORAGE,
      permission: MAY_AUDIT,
      handler: call =>
        nodeStorageRow(
          entry,
          onNode(entry, call),
          entry.nameOf(call.parameters.node),
        ),
    }),
  ];
}

const CONTENT_PARAMETERS = {
  ...STORAGE,
  content: { type: 'string', optional: true, format: 'pve-storage-content' },
  vmid: { type: 'integer', optional: true, minimum: 100, maximum: 999_999_999 },
} as const satisfies ParameterSchemas;

function contentRoute(entry: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes/{node}/storage/{storage}/content',
    parameters: CONTENT_PARAMETERS,
    permission: MAY_AUDIT,
    handler(call: Call<typeof CONTENT_PARAMETERS>) {
      const storage = onNode(entry, call);
      const node = entry.nameOf(call.parameters.node);
      const { content, vmid } = call.parameters;
      const { caller } = call;
      const all = storage.shared
        ? entry.cluster.sortedGuests()
        : entry.cluster.guestsOn(node);
      const guests =
        vmid === undefined ? all : all.filter(guest => guest.vmid === vmid);
      const path = `/storage/${storage.storage}`;
      const mayAll = caller.has(path, 'Datastore.Allocate');
      const mayBackup = caller.has(path, 'Datastore.AllocateSpace');
      // Only what is asked for is drawn: a hundred thousand configurations take seconds.
      const wanted = (...kinds: string[]) =>
        content === undefined || kinds.includes(content);
      return [
        ...(wanted('images', 'rootdir')
          ? guestVolumes(
              storage,
              guests.filter(guest =>
                caller.has(`/vms/${guest.vmid}`, 'VM.Audit'),
              ),
            )
          : []),
        // A backup is shown to who could make one; the others are left out in silence.
        ...(wanted('backup')
          ? backups(
              storage,
              guests.filter(
                guest =>
                  mayAll ||
                  (mayBackup && caller.has(`/vms/${guest.vmid}`, 'VM.Backup')),
              ),
            )
          : []),
        ...(vmid === undefined && wanted('iso', 'vztmpl')
          ? media(storage)
          : []),
      ].filter(row => content === undefined || row.content === content);
    },
  });
}
