import { route, type Route } from '../http/index.ts';
import type { Guest } from '../../world/Guest.ts';
import type { Entry } from './Entry.ts';
import type { Row } from './rows.ts';

const AUDIT = { path: '/', all: ['Sys.Audit'] } as const;

/** The HA manager's view: who must run, and whether it does. */
export function haRoutes(entry: Entry): Route[] {
  const { cluster, world } = entry;
  const managed = () =>
    cluster.sortedGuests().filter(guest => guest.highAvailability);
  const routes = [
    route({
      method: 'GET',
      path: '/cluster/ha/resources',
      parameters: {
        type: { type: 'string', optional: true, enum: ['ct', 'vm'] },
      },
      permission: AUDIT,
      handler: ({ parameters: { type } }) =>
        managed()
          .map(guest => resourceRow(guest, cluster.plan.major < 9))
          .filter(row => type === undefined || row.type === type),
    }),
    route({
      method: 'GET',
      path: '/cluster/ha/status/current',
      parameters: {},
      permission: AUDIT,
      handler() {
        const nodes = [...cluster.nodes.values()];
        const alive = nodes.filter(node => node.condition !== 'down');
        const quorate = alive.length * 2 > nodes.length;
        const rows: Row[] = [
          {
            id: 'quorum',
            type: 'quorum',
            node: entry.node,
            status: quorate ? 'OK' : 'No quorum',
            quorate: quorate ? 1 : 0,
          },
        ];
        const guests = managed();
        if (guests.length === 0) return rows;
        const now = world.now();
        const stamp = new Date(now * 1000).toUTCString();
        const master = alive[0]?.name ?? entry.node;
        rows.push({
          id: 'master',
          type: 'master',
          node: master,
          status: `${master} (active, ${stamp})`,
          timestamp: now,
        });
        for (const node of nodes) {
          const busy = guests.some(guest => guest.node === node.name)
            ? 'active'
            : 'idle';
          const state =
            node.condition === 'down' ? 'old timestamp - dead?' : busy;
          rows.push({
            id: `lrm:${node.name}`,
            type: 'lrm',
            node: node.name,
            status: `${node.name} (${state}, ${stamp})`,
            timestamp: now,
          });
        }
        return [...rows, ...guests.map(serviceRow)];
      },
    }),
  ];
  // Version 9 knows rules, version 8 groups.
  routes.push(
    route({
      method: 'GET',
      path:
        cluster.plan.major >= 9 ? '/cluster/ha/rules' : '/cluster/ha/groups',
      parameters: {},
      permission: AUDIT,
      handler: () =>
        cluster.plan.major >= 9
          ? ruleRows(managed())
          : [
              {
                group: 'prefer-e1',
                type: 'group',
                nodes: 'pve-e1:2,pve-e2:1',
                nofailback: 0,
                restricted: 0,
              },
            ],
    }),
  );
  return routes;
}

/**
 * The rules of version 9: the first managed guest rather where it is, and the first
 * two apart. `nodes`, `strict`, `affinity` and `resources` as in the API
 * viewer's `GET /cluster/ha/rules`.
 */
function ruleRows(guests: Guest[]): Row[] {
  const [first, second] = guests;
  if (!first) return [];
  const rules: Row[] = [
    {
      rule: 'stay-near',
      type: 'node-affinity',
      resources: sidOf(first),
      nodes: `${first.node}:2`,
      strict: 0,
      order: 1,
    },
  ];
  if (second) {
    rules.push({
      rule: 'keep-apart',
      type: 'resource-affinity',
      affinity: 'negative',
      resources: `${sidOf(first)},${sidOf(second)}`,
      order: 2,
    });
  }
  return rules;
}

function sidOf(guest: Guest): string {
  return `${guest.kind === 'qemu' ? 'vm' : 'ct'}:${guest.vmid}`;
}

function resourceRow(guest: Guest, hasGroups: boolean): Row {
  const ha = guest.highAvailability;
  return {
    sid: sidOf(guest),
    type: guest.kind === 'qemu' ? 'vm' : 'ct',
    state: ha?.state,
    max_restart: 1,
    max_relocate: 1,
    ...(ha?.group && hasGroups ? { group: ha.group } : {}),
    ...(ha?.comment ? { comment: ha.comment } : {}),
    digest: guest.digest,
  };
}

function serviceRow(guest: Guest): Row {
  const state = guest.highAvailability?.state ?? 'ignored';
  const sid = sidOf(guest);
  return {
    id: `service:${sid}`,
    sid,
    type: 'service',
    node: guest.node,
    state,
    crm_state: state,
    request_state: state,
    status: `${sid} (${guest.node}, ${state})`,
    max_restart: 1,
    max_relocate: 1,
  };
}
