import { ApiError, route, type Route } from '../http/index.ts';
import type { HostInterface } from '../../world/clusterPlan.ts';
import type { ClusterNode } from '../../world/Cluster.ts';
import { GIB } from '../../world/guestConfig.ts';
import { nodeLoads } from '../../world/load.ts';
import type { Entry } from './Entry.ts';
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

function networkRoutes(entry: Entry): Route[] {
  const interfacesOf = (node: string) =>
    entry.cluster.node(entry.nameOf(node)).plan.interfaces;
  return [
    route({
      method: 'GET',
      path: '/nodes/{node}/network',
      parameters: {
        ...NODE,
        type: {
          type: 'string',
          optional: true,
          enum: [
            'bridge',
            'bond',
            'eth',
            'alias',
            'vlan',
            'fabric',
            'OVSBridge',
            'OVSBond',
            'OVSPort',
            'OVSIntPort',
            'vnet',
            'any_bridge',
            'any_local_bridge',
            'include_sdn',
          ],
        },
      },
      permission: 'any',
      handler(call) {
        const { node, type } = call.parameters;
        const rows = interfacesOf(node).map((iface, index): Row => ({
          iface: iface.iface,
          ...interfaceRow(iface),
          priority: index + 3,
        }));
        if (type === undefined) return rows;
        if (type.startsWith('any_') || type === 'include_sdn') {
          const vnets = type === 'any_local_bridge' ? [] : vnetRows(entry);
          return [
            ...rows.filter(
              row => row.type === 'bridge' || type === 'include_sdn',
            ),
            ...vnets,
          ];
        }
        return rows.filter(row => row.type === type);
      },
    }),
    route({
      method: 'GET',
      path: '/nodes/{node}/network/{iface}',
      parameters: { ...NODE, iface: { type: 'string', format: 'pve-iface' } },
      permission: { path: '/nodes/{node}', all: ['Sys.Audit'] },
      handler({ parameters: { node, iface } }) {
        const found = interfacesOf(node).find(known => known.iface === iface);
        if (!found)
          throw ApiError.badParameters({ iface: 'interface does not exist' });
        return interfaceRow(found);
      },
    }),
  ];
}

function vnetRows({ cluster }: Entry): Row[] {
  return cluster.plan.vnets.map(vnet => ({
    iface: vnet.vnet,
    type: 'vnet',
    active: 1,
    ...(vnet.alias ? { alias: vnet.alias } : {}),
  }));
}

function interfaceRow(iface: HostInterface): Row {
  const v4 = iface.address
    ? {
        address: iface.address,
        netmask: String(iface.prefix),
        cidr: `${iface.address}/${iface.prefix}`,
      }
    : {};
  const v6 = iface.address6
    ? {
        address6: iface.address6,
        netmask6: iface.prefix6,
        cidr6: `${iface.address6}/${iface.prefix6}`,
      }
    : {};
  return {
    type: iface.type,
    method: iface.method,
    method6: iface.address6 ? 'static' : 'manual',
    families: iface.address6 ? ['inet', 'inet6'] : ['inet'],
    active: 1,
    ...(iface.type === 'eth' ? { exists: 1 } : { autostart: 1 }),
    ...v4,
    ...v6,
    ...(iface.gateway ? { gateway: iface.gateway } : {}),
    ...bridgeOptions(iface),
    ...(iface.slaves
      ? { slaves: iface.slaves, bond_mode: iface.bondMode, bond_miimon: '100' }
      : {}),
    ...(iface.vlanId === undefined
      ? {}
      : { 'vlan-id': iface.vlanId, 'vlan-raw-device': iface.rawDevice }),
    ...(iface.mtu === undefined ? {} : { mtu: String(iface.mtu) }),
    ...(iface.comments ? { comments: iface.comments } : {}),
  };
}

function bridgeOptions(iface: HostInterface): Row {
  if (iface.type !== 'bridge') return {};
  return {
    bridge_ports: iface.bridgePorts ?? '',
    bridge_stp: 'off',
    bridge_fd: '0',
    ...(iface.vlanAware
      ? { bridge_vlan_aware: 1, bridge_vids: iface.bridgeVids }
      : {}),
  };
}
