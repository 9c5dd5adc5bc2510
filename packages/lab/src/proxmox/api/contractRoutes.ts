import { route, type Route } from '../http/index.ts';
import type { Guest } from '../../world/Guest.ts';
import type { Entry } from './Entry.ts';
import { NODE } from './parameters.ts';
import type { Row } from './rows.ts';

const DAY_SECONDS = 86_400;
const LEVELS: Record<string, string> = {
  c: 'Proxmox VE Community Subscription 2 CPUs/year',
  b: 'Proxmox VE Basic Subscription 2 CPUs/year',
  s: 'Proxmox VE Standard Subscription 2 CPUs/year',
  p: 'Proxmox VE Premium Subscription 2 CPUs/year',
};

/** What a node has for a while only: its certificates and its subscription. */
export function contractRoutes(entry: Entry): Route[] {
  const { cluster } = entry;
  return [
    route({
      method: 'GET',
      path: '/nodes/{node}/certificates/info',
      parameters: NODE,
      permission: 'any',
      handler({ parameters }) {
        const node = cluster.node(entry.nameOf(parameters.node));
        const made = node.plan.bootedAt;
        return [
          certificate('pve-root-ca.pem', made, 10 * 365, {
            subject: `/CN=Proxmox Virtual Environment/O=PVE Cluster Manager CA`,
          }),
          certificate('pve-ssl.pem', made, 2 * 365, {
            subject: `/OU=PVE Cluster Node/O=Proxmox Virtual Environment/CN=${node.name}`,
            fingerprint: node.fingerprint,
            san: ['127.0.0.1', 'localhost', node.name],
          }),
        ];
      },
    }),
    route({
      method: 'GET',
      path: '/nodes/{node}/subscription',
      parameters: NODE,
      permission: 'any',
      handler({ parameters, caller }) {
        const node = cluster.node(entry.nameOf(parameters.node));
        const level = node.plan.subscription;
        if (level === '') {
          return {
            status: 'notfound',
            message: 'There is no subscription key',
          };
        }
        const due = new Date(
          (node.plan.bootedAt + 340 * DAY_SECONDS) * 1000,
        ).toISOString();
        return {
          status: 'active',
          level,
          productname: LEVELS[level],
          // Of the rest only auditors hear.
          ...(caller.has(`/nodes/${node.name}`, 'Sys.Audit')
            ? {
                key: `pve2${level}-${'0123456789'.slice(0, 8)}`,
                nextduedate: due.slice(0, 10),
                sockets: node.plan.sockets,
              }
            : {}),
        };
      },
    }),
  ];
}

function certificate(
  filename: string,
  madeAt: number,
  days: number,
  rest: Row,
): Row {
  return {
    filename,
    issuer: '/CN=Proxmox Virtual Environment/O=PVE Cluster Manager CA',
    notbefore: madeAt,
    notafter: madeAt + days * DAY_SECONDS,
    'public-key-type': 'rsaEncryption',
    'public-key-bits': 2048,
    ...rest,
  };
}

/** Where a guest's disks are copied to; a cluster whose disks lie on local ZFS does so. */
export function replicationRoutes(entry: Entry): Route[] {
  const { cluster, world } = entry;
  const local = cluster.plan.storages.some(
    storage => storage.type === 'zfspool' && !storage.shared,
  );
  const nodes = [...cluster.nodes.keys()];
  const targetOf = (guest: Guest) =>
    nodes[(nodes.indexOf(guest.node) + 1) % nodes.length];
  const replicated = (guest: Guest) =>
    local &&
    nodes.length > 1 &&
    guest.vmid % 5 === 1 &&
    guest.summary.tags.includes('production');
  const job = (guest: Guest): Row => ({
    id: `${guest.vmid}-0`,
    type: 'local',
    guest: guest.vmid,
    jobnum: 0,
    source: guest.node,
    target: targetOf(guest),
    schedule: '*/15',
  });
  const state = (guest: Guest): Row => {
    const target = targetOf(guest);
    const failed =
      target !== undefined && cluster.nodes.get(target)?.condition === 'down';
    const now = world.now();
    const last = now - (now % 900);
    return {
      ...job(guest),
      vmtype: guest.kind,
      duration: 2.5,
      fail_count: failed ? 1 : 0,
      last_sync: failed ? last - 900 : last,
      last_try: last,
      next_sync: last + 900,
      ...(failed
        ? {
            error: `command '/usr/bin/ssh root@${target} -- pvesr prepare-local-job' failed: exit code 255`,
          }
        : {}),
    };
  };
  const seenBy =
    (caller: { has(path: string, privilege: string): boolean }) =>
    (guest: Guest) =>
      caller.has(`/vms/${guest.vmid}`, 'VM.Audit');
  return [
    route({
      method: 'GET',
      path: '/cluster/replication',
      parameters: {},
      permission: 'any',
      handler: ({ caller }) =>
        cluster
          .sortedGuests()
          .filter(replicated)
          .filter(seenBy(caller))
          .map(job),
    }),
    route({
      method: 'GET',
      path: '/nodes/{node}/replication',
      parameters: {
        ...NODE,
        guest: { type: 'integer', optional: true, minimum: 100 },
      },
      permission: 'any',
      handler: ({ caller, parameters }) =>
        cluster
          .guestsOn(entry.nameOf(parameters.node))
          .filter(replicated)
          .filter(seenBy(caller))
          .filter(
            guest =>
              parameters.guest === undefined || guest.vmid === parameters.guest,
          )
          .map(state),
    }),
  ];
}
