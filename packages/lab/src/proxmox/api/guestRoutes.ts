import { ApiError, route, type Route } from '../http/index.ts';
import type { Guest } from '../../world/Guest.ts';
import { interfacesOf } from '../../world/guestConfig.ts';
import type { GuestKind } from '../../world/guestDetail.ts';
import type { Entry } from './Entry.ts';
import { currentStatus, guestStatus } from './guestStatus.ts';
import { GUEST, NODE } from './parameters.ts';
import type { Row } from './rows.ts';

/** Everybody who looks at a guest needs this. */
export const MAY_AUDIT_GUEST = {
  path: '/vms/{vmid}',
  all: ['VM.Audit'],
} as const;

/** Finds the guest a call is about, where the call says it is. */
export function guestOf(
  entry: Entry,
  kind: GuestKind,
  parameters: { node: string; vmid: number },
): Guest {
  return entry.cluster.guestOn(
    entry.nameOf(parameters.node),
    kind,
    parameters.vmid,
  );
}

/** What may be read of guests; both kinds answer alike but for a few words. */
export function guestRoutes(entry: Entry): Route[] {
  return [
    ...kindRoutes(entry, 'qemu'),
    ...kindRoutes(entry, 'lxc'),
    interfacesRoute(entry),
  ];
}

function kindRoutes(entry: Entry, kind: GuestKind): Route[] {
  return [
    route({
      method: 'GET',
      path: `/nodes/{node}/${kind}`,
      parameters:
        kind === 'qemu'
          ? { ...NODE, full: { type: 'boolean', optional: true } }
          : NODE,
      permission: 'any',
      handler: ({ caller, parameters }) =>
        entry.cluster
          .guestsOn(entry.nameOf(parameters.node))
          .filter(
            guest =>
              guest.kind === kind &&
              caller.has(`/vms/${guest.vmid}`, 'VM.Audit'),
          )
          .map(guest => guestStatus(entry.world, entry.cluster, guest)),
    }),
    route({
      method: 'GET',
      path: `/nodes/{node}/${kind}/{vmid}/config`,
      parameters: {
        ...GUEST,
        current: { type: 'boolean', optional: true, default: false },
        snapshot: {
          type: 'string',
          optional: true,
          format: 'pve-configid',
          maxLength: 40,
        },
      },
      permission: MAY_AUDIT_GUEST,
      handler({ parameters }) {
        const guest = guestOf(entry, kind, parameters);
        if (parameters.snapshot)
          return snapshotConfig(guest, parameters.snapshot);
        return configOf(guest, parameters.current);
      },
    }),
    route({
      method: 'GET',
      path: `/nodes/{node}/${kind}/{vmid}/pending`,
      parameters: GUEST,
      permission: MAY_AUDIT_GUEST,
      handler: ({ parameters }) => pendingOf(guestOf(entry, kind, parameters)),
    }),
    route({
      method: 'GET',
      path: `/nodes/{node}/${kind}/{vmid}/status/current`,
      parameters: GUEST,
      permission: MAY_AUDIT_GUEST,
      handler: ({ parameters }) =>
        currentStatus(
          entry.world,
          entry.cluster,
          guestOf(entry, kind, parameters),
        ),
    }),
  ];
}

/** What waits for the next start is shown as if it were so, unless `current` is asked for. */
function configOf(guest: Guest, current: boolean): Row {
  const { config, pending, pendingDelete } = guest.detail;
  const shown: Row = { ...config };
  if (!current) {
    Object.assign(shown, pending);
    for (const key of pendingDelete) delete shown[key];
  }
  if (guest.lock) shown.lock = guest.lock;
  return { ...shown, digest: guest.digest };
}

/** A snapshot's configuration, with when it was taken. */
export function snapshotConfig(guest: Guest, name: string): Row {
  const snapshot = guest.detail.snapshots.find(known => known.name === name);
  if (!snapshot) throw ApiError.failed(`snapshot '${name}' does not exist`);
  const { parent: _parent, ...config } = snapshot.config;
  return {
    ...config,
    ...(snapshot.parent ? { parent: snapshot.parent } : {}),
    ...(snapshot.description ? { description: snapshot.description } : {}),
    snaptime: snapshot.time,
    digest: guest.digest,
  };
}

function pendingOf(guest: Guest): Row[] {
  const { config, pending, pendingDelete } = guest.detail;
  const keys = [
    ...new Set([...Object.keys(config), ...Object.keys(pending)]),
  ].sort();
  return [
    ...keys.map(key => ({
      key,
      ...(key in config ? { value: config[key] } : {}),
      ...(key in pending ? { pending: pending[key] } : {}),
      ...(pendingDelete.includes(key) ? { delete: 1 } : {}),
    })),
    { key: 'digest', value: guest.digest },
  ];
}

/** What a running container's interfaces carry; the host can look inside by itself. */
function interfacesRoute(entry: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes/{node}/lxc/{vmid}/interfaces',
    parameters: GUEST,
    permission: MAY_AUDIT_GUEST,
    handler({ parameters }) {
      const guest = guestOf(entry, 'lxc', parameters);
      if (guest.power === 'stopped') return null;
      const { config, inside } = guest.detail;
      return [
        interfaceRow('lo', '00:00:00:00:00:00', ['127.0.0.1/8', '::1/128']),
        ...interfacesOf(config).map(nic =>
          interfaceRow(nic.name ?? nic.key, nic.mac.toLowerCase(), [
            ...(inside.addresses[nic.key] ?? []),
            linkLocal(nic.mac),
          ]),
        ),
      ];
    },
  });
}

function interfaceRow(name: string, mac: string, addresses: string[]): Row {
  const v4 = addresses.find(address => !address.includes(':'));
  const v6 = addresses.find(address => address.includes(':'));
  return {
    name,
    hwaddr: mac,
    'hardware-address': mac,
    ...(v4 ? { inet: v4 } : {}),
    ...(v6 ? { inet6: v6 } : {}),
    'ip-addresses': addresses.map(address => {
      const [ip, prefix] = address.split('/');
      return {
        'ip-address': ip,
        'ip-address-type': address.includes(':') ? 'inet6' : 'inet',
        prefix,
      };
    }),
  };
}

/** The address every IPv6 interface gives itself from its MAC. */
export function linkLocal(mac: string): string {
  const bytes = mac.split(':').map(byte => parseInt(byte, 16));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bytes;
  const group = (high: number, low: number) => ((high << 8) | low).toString(16);
  return `fe80::${group(a ^ 2, b)}:${group(c, 0xff)}:${group(0xfe, d)}:${group(e, f)}/64`;
}
