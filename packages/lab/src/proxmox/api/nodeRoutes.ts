import { ApiError, route, type Route } from '../http/index.ts';
import type { ClusterNode } from '../../world/Cluster.ts';
import { GIB } from '../../world/guestConfig.ts';
import { nodeLoads } from '../../world/load.ts';
import type { Entry } from './Entry.ts';
import { networkRoutes } from './networkRoutes.ts';
import { NODE } from './parameters.ts';
import { nodeRow, type Row } from './rows.ts';

/** Hosts: the list, and what each one says about itself. */
export function nodeRoutes(entry: Entry): Route[] {
  return [
    listRoute(entry),
    statusRoute(entry),
    ...settingRoutes(entry),
    ...networkRoutes(entry),
  ];
}

function listRoute({ world, cluster }: Entry): Route {
  return route({
    method: 'GET',
    path: '/nodes',
    parameters: {},
    permission: 'any',
    handler({ caller }) {
      const loads = nodeLoads(world, cluster);
      return [...cluster.nodes.values()].map(node => ({
        ...nodeRow(
          node,
          loads.get(node.name),
          caller.has(`/nodes/${node.name}`, 'Sys.Audit'),
        ),
        ssl_fingerprint: node.fingerprint,
      }));
    },
  });
}

function statusRoute(entry: Entry): Route {
  const { world, cluster } = entry;
  return route({
    method: 'GET',
    path: '/nodes/{node}/status',
    parameters: NODE,
    permission: { path: '/nodes/{node}', all: ['Sys.Audit'] },
    handler({ parameters }) {
      const node = cluster.node(
        parameters.node === 'localhost' ? entry.node : parameters.node,
      );
      const load = nodeLoads(world, cluster).get(node.name);
      if (!load) throw ApiError.failed(`no figures of node '${node.name}'`);
      const { plan } = node;
      const swap = 8 * GIB;
      return {
        uptime: load.uptime,
        cpu: load.cpu,
        wait: load.cpu / 100,
        idle: 0,
        loadavg: load.loadAverages.map(average => average.toFixed(2)),
        cpuinfo: cpuInfo(node),
        memory: memory(plan.memoryBytes, load.mem, cluster.plan.major),
        rootfs: {
          total: plan.rootBytes,
          used: load.disk,
          avail: plan.rootBytes - load.disk,
          free: plan.rootBytes - load.disk,
        },
        swap: { total: swap, used: 0, free: swap },
        ksm: { shared: 0 },
        pveversion: `pve-manager/${cluster.plan.version}/${cluster.plan.repoid}`,
        kversion: `Linux ${cluster.plan.kernel} #1 SMP PREEMPT_DYNAMIC PMX`,
        'current-kernel': {
          sysname: 'Linux',
          release: cluster.plan.kernel,
          version: '#1 SMP PREEMPT_DYNAMIC PMX',
          machine: 'x86_64',
        },
        'boot-info': { mode: 'efi', secureboot: 0 },
      };
    },
  });
}

function cpuInfo({ plan, cpus }: ClusterNode): Row {
  return {
    model: plan.cpuModel,
    sockets: plan.sockets,
    cores: plan.sockets * plan.coresPerSocket,
    cpus,
    mhz: plan.megahertz,
    hvm: '1',
    user_hz: 100,
    flags:
      'fpu vme de pse tsc msr pae mce cx8 apic sep mtrr pge mca cmov pat sse sse2 ht syscall nx lm svm aes avx2',
  };
}

function memory(total: number, used: number, major: number): Row {
  return {
    total,
    used,
    free: total - used,
    ...(major >= 9 ? { available: Math.round((total - used) * 1.02) } : {}),
  };
}

function settingRoutes(entry: Entry): Route[] {
  const permission = { path: '/nodes/{node}', all: ['Sys.Audit'] };
  return [
    route({
      method: 'GET',
      path: '/nodes/{node}/dns',
      parameters: NODE,
      permission,
      handler: () => ({
        search: `${entry.cluster.id.replace('pve-', '')}.example.net`,
        dns1: '10.10.10.53',
        dns2: '10.20.10.53',
      }),
    }),
    route({
      method: 'GET',
      path: '/nodes/{node}/time',
      parameters: NODE,
      permission,
      handler: () => ({
        time: entry.world.now(),
        localtime: entry.world.now(),
        timezone: 'Etc/UTC',
      }),
    }),
  ];
}
