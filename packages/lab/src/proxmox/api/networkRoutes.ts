import { ApiError, route, type Route } from '../http/index.ts';
import type { HostInterface } from '../../world/clusterPlan.ts';
import type { Entry } from './Entry.ts';
import { NODE } from './parameters.ts';
import type { Row } from './rows.ts';

/** A host's interfaces: cards, bonds, bridges, VLANs, and the vnets there are. */
export function networkRoutes(entry: Entry): Route[] {
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
