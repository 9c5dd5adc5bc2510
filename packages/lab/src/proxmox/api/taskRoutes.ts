import type { Proxmox } from 'proxmox-api';
import { ApiError, route, type Caller, type Route } from '../http/index.ts';
import { parseUpid, type Task } from '../../world/Task.ts';
import type { Entry } from './Entry.ts';
import { NODE } from './parameters.ts';
import { ownedBy, taskRow } from './taskRow.ts';

const LIST_PARAMETERS = {
  ...NODE,
  start: { type: 'integer', optional: true, default: 0, minimum: 0 },
  limit: { type: 'integer', optional: true, default: 50, minimum: 0 },
  userfilter: { type: 'string', optional: true },
  typefilter: { type: 'string', optional: true },
  statusfilter: {
    type: 'string',
    optional: true,
    format: 'pve-task-status-type-list',
  },
  vmid: { type: 'integer', optional: true, minimum: 100, maximum: 999_999_999 },
  errors: { type: 'boolean', optional: true, default: false },
  source: {
    type: 'string',
    optional: true,
    default: 'archive',
    enum: ['archive', 'active', 'all'],
  },
  since: { type: 'integer', optional: true },
  until: { type: 'integer', optional: true },
} as const;

/** Tasks of a node: the index, and each one's status and log. */
export function taskRoutes(entry: Entry): Route[] {
  return [
    listRoute(entry),
    indexRoute(entry),
    statusRoute(entry),
    logRoute(entry),
    stopRoute(entry),
  ];
}

function statusKind(task: Task): string {
  if (task.exitstatus === undefined) return 'unknown';
  if (task.exitstatus === 'OK') return 'ok';
  return task.exitstatus.startsWith('WARNINGS') ? 'warning' : 'error';
}

function listRoute(entry: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes/{node}/tasks',
    parameters: LIST_PARAMETERS,
    permission: 'any',
    handler(call) {
      const wanted = call.parameters;
      const node = entry.nameOf(wanted.node);
      const all = call.caller.has(`/nodes/${node}`, 'Sys.Audit');
      const kinds = wanted.statusfilter?.split(/[,; ]+/).filter(Boolean);
      const found = entry.cluster.tasks
        .ofNode(node)
        .filter(
          task =>
            (all || ownedBy(task, call.caller.authId)) &&
            (wanted.source === 'all' ||
              (wanted.source === 'active') === (task.endtime === undefined)) &&
            (!wanted.errors || statusKind(task) === 'error') &&
            (wanted.typefilter === undefined ||
              task.type === wanted.typefilter) &&
            (wanted.vmid === undefined || task.id === String(wanted.vmid)) &&
            (wanted.userfilter === undefined ||
              task.user
                .toLowerCase()
                .includes(wanted.userfilter.toLowerCase())) &&
            (wanted.since === undefined || task.starttime >= wanted.since) &&
            (wanted.until === undefined || task.starttime <= wanted.until) &&
            (kinds === undefined || kinds.includes(statusKind(task))),
        );
      call.setTotal(found.length);
      return found
        .slice(wanted.start, wanted.start + wanted.limit)
        .map(taskRow);
    },
  });
}

const TASK = { ...NODE, upid: { type: 'string' } } as const;

function indexRoute(_entry: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}',
    parameters: TASK,
    permission: 'any',
    handler: () => [{ name: 'log' }, { name: 'status' }],
  });
}

function readable(
  entry: Entry,
  call: { caller: Caller; parameters: { node: string; upid: string } },
  privilege: string,
): Task {
  const { upid } = call.parameters;
  if (!parseUpid(upid))
    throw ApiError.badParameters({ upid: 'unable to parse worker upid' });
  const task = entry.cluster.tasks.find(upid);
  const node = entry.nameOf(call.parameters.node);
  if (!task || task.node !== node)
    throw ApiError.badParameters({ upid: 'no such task' });
  if (
    !ownedBy(task, call.caller.authId) &&
    !call.caller.has(`/nodes/${node}`, privilege)
  ) {
    throw ApiError.refused(`/nodes/${node}, ${privilege}`);
  }
  return task;
}

function statusRoute(entry: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}/status',
    parameters: TASK,
    permission: 'any',
    handler(call) {
      const task = readable(entry, call, 'Sys.Audit');
      const { endtime: _endtime, status: _status, ...row } = taskRow(task);
      return {
        ...row,
        status: task.endtime === undefined ? 'running' : 'stopped',
        ...(task.endtime === undefined ? {} : { exitstatus: task.exitstatus }),
      };
    },
  });
}

function logRoute(entry: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes/{node}/tasks/{upid}/log',
    parameters: {
      ...TASK,
      start: { type: 'integer', optional: true, default: 0, minimum: 0 },
      limit: { type: 'integer', optional: true, default: 50, minimum: 0 },
      download: { type: 'boolean', optional: true },
    },
    permission: 'any',
    handler(call) {
      const { log } = readable(entry, call, 'Sys.Audit');
      const { start, limit } = call.parameters;
      const lines = log.length === 0 ? ['no content'] : log;
      call.setTotal(lines.length);
      return lines
        .map((text, index) => ({ n: index + 1, t: text }))
        .slice(start, limit === 0 ? undefined : start + limit);
    },
  });
}

function stopRoute(entry: Entry): Route {
  return route({
    method: 'DELETE',
    path: '/nodes/{node}/tasks/{upid}',
    parameters: TASK,
    permission: 'any',
    handler(call) {
      const task = readable(entry, call, 'Sys.Modify');
      entry.world.interrupt(entry.cluster, task);
      return null;
    },
  });
}
