import {
  ApiError,
  route,
  type Call,
  type ParameterSchemas,
  type Route,
} from '../http/index.ts';
import type { Guest } from '../../world/Guest.ts';
import { configureGuest } from '../../world/guestConfiguration.ts';
import type { GuestConfig, GuestKind } from '../../world/guestDetail.ts';
import type { Entry } from './Entry.ts';
import { guestOf } from './guestRoutes.ts';
import { GUEST } from './parameters.ts';

const COMMON = {
  ...GUEST,
  description: { type: 'string', optional: true, maxLength: 8192 },
  tags: { type: 'string', optional: true, format: 'pve-tag-list' },
  cores: { type: 'integer', optional: true, minimum: 1 },
  onboot: { type: 'boolean', optional: true },
  protection: { type: 'boolean', optional: true },
  startup: { type: 'string', optional: true },
  'net[n]': { type: 'string', optional: true },
  delete: { type: 'string', optional: true, format: 'pve-configid-list' },
  revert: { type: 'string', optional: true, format: 'pve-configid-list' },
  digest: { type: 'string', optional: true, maxLength: 64 },
} as const satisfies ParameterSchemas;

const MACHINE = {
  ...COMMON,
  name: { type: 'string', optional: true, format: 'dns-name' },
  memory: { type: 'string', optional: true },
  balloon: { type: 'integer', optional: true, minimum: 0 },
  sockets: { type: 'integer', optional: true, minimum: 1 },
  agent: { type: 'string', optional: true },
  boot: { type: 'string', optional: true },
  ciuser: { type: 'string', optional: true },
  cipassword: { type: 'string', optional: true },
  sshkeys: { type: 'string', optional: true },
  'ipconfig[n]': { type: 'string', optional: true },
} as const satisfies ParameterSchemas;

const CONTAINER = {
  ...COMMON,
  hostname: {
    type: 'string',
    optional: true,
    format: 'dns-name',
    maxLength: 255,
  },
  memory: { type: 'integer', optional: true, minimum: 16 },
  swap: { type: 'integer', optional: true, minimum: 0 },
  nameserver: { type: 'string', optional: true },
  searchdomain: { type: 'string', optional: true },
} as const satisfies ParameterSchemas;

/** What is about the call and not about the guest. */
const OF_THE_CALL = new Set(['node', 'vmid', 'delete', 'revert', 'digest']);
const MAY_CONFIGURE = {
  path: '/vms/{vmid}',
  any: [
    'VM.Config.Options',
    'VM.Config.Memory',
    'VM.Config.CPU',
    'VM.Config.Network',
    'VM.Config.Disk',
    'VM.Config.Cloudinit',
  ],
} as const;

/** Which privilege a key needs; what is not listed needs the one for options. */
const PRIVILEGES: [RegExp, string][] = [
  [/^(?:memory|balloon|swap)$/, 'VM.Config.Memory'],
  [/^(?:cores|sockets|cpu|vcpus)$/, 'VM.Config.CPU'],
  [
    /^(?:net\d+|nameserver|searchdomain|hostname|ipconfig\d+)$/,
    'VM.Config.Network',
  ],
  [
    /^(?:scsi|virtio|sata|ide|mp|unused|efidisk|tpmstate)\d+$/,
    'VM.Config.Disk',
  ],
  [/^(?:ciuser|cipassword|sshkeys)$/, 'VM.Config.Cloudinit'],
];

/** Changing a configuration: PUT waits, POST (machines only) answers with a task. */
export function configRoutes(entry: Entry): Route[] {
  return [
    putRoute(entry, 'qemu', MACHINE),
    putRoute(entry, 'lxc', CONTAINER),
    route<ParameterSchemas>({
      method: 'POST',
      path: '/nodes/{node}/qemu/{vmid}/config',
      parameters: {
        ...MACHINE,
        background_delay: { type: 'integer', optional: true },
      },
      permission: MAY_CONFIGURE,
      handler(call) {
        const guest = guestIn(entry, 'qemu', call);
        const change = changeOf(guest, call);
        return entry.world.run(entry.cluster, {
          node: guest.node,
          type: 'qmconfig',
          id: String(guest.vmid),
          by: call.caller.authId,
          seconds: 1,
          finish: () => configureGuest(entry.cluster, guest, change),
        });
      },
    }),
  ];
}

function putRoute(
  entry: Entry,
  kind: GuestKind,
  parameters: ParameterSchemas,
): Route {
  return route<ParameterSchemas>({
    method: 'PUT',
    path: `/nodes/{node}/${kind}/{vmid}/config`,
    parameters,
    permission: MAY_CONFIGURE,
    handler(call) {
      const guest = guestIn(entry, kind, call);
      configureGuest(entry.cluster, guest, changeOf(guest, call));
      return null;
    },
  });
}

function guestIn(entry: Entry, kind: GuestKind, call: Call): Guest {
  const { node, vmid } = call.parameters;
  return guestOf(entry, kind, { node: String(node), vmid: Number(vmid) });
}

function changeOf(
  guest: Guest,
  call: Call,
): { set: GuestConfig; remove: string[] } {
  const { digest } = call.parameters;
  if (typeof digest === 'string' && digest !== guest.digest) {
    throw ApiError.failed(
      'detected modified configuration - file changed by other user? Try again.',
    );
  }
  const set: GuestConfig = {};
  for (const [key, value] of Object.entries(call.parameters)) {
    if (OF_THE_CALL.has(key) || value === undefined) continue;
    set[key] = configValue(key, value);
  }
  const remove = String(call.parameters.delete ?? '')
    .split(/[,; ]+/)
    .filter(Boolean);
  for (const key of [...Object.keys(set), ...remove]) {
    const privilege =
      PRIVILEGES.find(([pattern]) => pattern.test(key))?.[1] ??
      'VM.Config.Options';
    if (!call.caller.has(`/vms/${guest.vmid}`, privilege)) {
      throw ApiError.refused(`/vms/${guest.vmid}, ${privilege}`);
    }
  }
  return { set, remove };
}

/** As it is written into the file: flags as 0 and 1, tags sorted and without case lost, secrets hidden. */
function configValue(
  key: string,
  value: string | number | boolean | string[],
): string | number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (Array.isArray(value)) return value.join(',');
  if (key === 'cipassword') return '**********';
  if (key === 'tags') {
    return [
      ...new Set(
        String(value)
          .split(/[,; ]+/)
          .filter(Boolean),
      ),
    ]
      .sort()
      .join(';');
  }
  return value;
}
