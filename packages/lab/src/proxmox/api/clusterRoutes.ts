import { ApiError, route, type Route } from '../http/index.ts';
import type { Task } from '../../world/Task.ts';
import type { Entry } from './Entry.ts';
import type { Row } from './rows.ts';
import { ownedBy, taskRow } from './taskRow.ts';

const RECENT_PER_NODE = 25;

/** What a cluster says about itself. */
export function clusterRoutes(entry: Entry): Route[] {
  return [
    statusRoute(entry),
    tasksRoute(entry),
    nextIdRoute(entry),
    optionsRoute(entry),
    logRoute(entry),
    ...jobRoutes(entry),
  ];
}

function statusRoute({ cluster, node: local }: Entry): Route {
  return route({
    method: 'GET',
    path: '/cluster/status',
    parameters: {},
    permission: { path: '/', all: ['Sys.Audit'] },
    handler() {
      const nodes = [...cluster.nodes.values()];
      const online = nodes.filter(node => node.condition !== 'down').length;
      return [
        {
          type: 'cluster',
          id: 'cluster',
          name: cluster.id,
          nodes: nodes.length,
          version: nodes.length + 2,
          quorate: online * 2 > nodes.length ? 1 : 0,
        },
        ...nodes.map(node => ({
          type: 'node',
          id: `node/${node.name}`,
          name: node.name,
          nodeid: node.id,
          ip: node.plan.address,
          local: node.name === local ? 1 : 0,
          online: node.condition === 'down' ? 0 : 1,
          level: node.plan.subscription,
        })),
      ];
    },
  });
}

function tasksRoute({ cluster }: Entry): Route {
  return route({
    method: 'GET',
    path: '/cluster/tasks',
    parameters: {},
    permission: 'any',
    handler({ caller }) {
      const all = caller.has('/', 'Sys.Audit');
      return [...cluster.nodes.keys()]
        .flatMap(node => cluster.tasks.ofNode(node).slice(0, RECENT_PER_NODE))
        .filter(task => all || ownedBy(task, caller.authId))
        .sort((a, b) => b.starttime - a.starttime)
        .map(task => ({
          ...taskRow(task),
          saved: task.endtime === undefined ? '0' : '1',
        }));
    },
  });
}

function nextIdRoute({ cluster }: Entry): Route {
  return route({
    method: 'GET',
    path: '/cluster/nextid',
    parameters: {
      vmid: {
        type: 'integer',
        optional: true,
        minimum: 100,
        maximum: 999_999_999,
      },
    },
    permission: 'any',
    // A string, as it is on the wire of most releases: whoever reads it must not mind.
    handler({ parameters: { vmid } }) {
      if (vmid === undefined) return String(cluster.nextId());
      if (cluster.guests.has(vmid)) {
        throw ApiError.badParameters({ vmid: `VM ${vmid} already exists` });
      }
      return String(vmid);
    },
  });
}

function optionsRoute({ cluster }: Entry): Route {
  return route({
    method: 'GET',
    path: '/cluster/options',
    parameters: {},
    permission: 'any',
    handler({ caller }) {
      if (caller.has('/', 'Sys.Audit')) return cluster.plan.options;
      // Everybody may know how to draw tags.
      const style = cluster.plan.options['tag-style'];
      return {
        'allowed-tags': [],
        ...(style === undefined ? {} : { 'tag-style': style }),
      };
    },
  });
}

function logRoute({ cluster }: Entry): Route {
  return route({
    method: 'GET',
    path: '/cluster/log',
    parameters: { max: { type: 'integer', optional: true, minimum: 1 } },
    permission: 'any',
    handler({ caller, parameters: { max = 50 } }) {
      const all = caller.has('/', 'Sys.Syslog');
      const lines: Row[] = [...cluster.nodes.values()]
        .flatMap(node =>
          cluster.tasks.ofNode(node.name).map((task, index) => ({
            uid: node.id * 1_000_000 + index,
            id: node.id * 1_000_000 + index,
            time: task.starttime,
            node: node.name,
            pid: task.pid,
            pri: 6,
            tag: 'pvedaemon',
            user: task.user,
            msg: `starting task ${task.upid}`,
          })),
        )
        .filter(line => all || line.user === caller.userId)
        .sort((a, b) => b.time - a.time);
      return lines.slice(0, max);
    },
  });
}

function jobRoutes({ cluster }: Entry): Route[] {
  return [
    route({
      method: 'GET',
      path: '/cluster/backup',
      parameters: {},
      permission: { path: '/', all: ['Sys.Audit'] },
      handler: () =>
        cluster.plan.backupJobs.map(({ selection, ...job }) => ({
          ...job,
          ...selection,
          type: 'vzdump',
          enabled: 1,
          'notes-template': '{{guestname}}',
        })),
    }),
  ];
}
