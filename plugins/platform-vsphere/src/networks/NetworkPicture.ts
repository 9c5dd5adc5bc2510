import type { Nic } from '@flyloft/plugin-inventory-common';
import { toBoolean, toNumber } from '@flyloft/plugin-inventory-node';
import type { ObservedNetwork } from '@flyloft/plugin-inventory-node';
import type { ObjectContent } from '../client/InventoryReader';
import { referenceOf } from '../soap/reference';
import type { SoapElement } from '../soap/SoapElement';
import { plainName } from '../tree/InventoryTree';
import { vlanOfId, vlanOfSpec, type Vlan } from './vlan';

/** What is read of any network, and of a distributed port group. */
export const networkPaths = ['name', 'host'] as const;
export const portGroupPaths = [
  'name',
  'host',
  'key',
  'config.defaultPortConfig',
  'config.distributedVirtualSwitch',
  'config.uplink',
  'config.description',
] as const;
export const switchPaths = ['name', 'uuid'] as const;

/** What a NIC needs to know of the network it is on. */
export type NicNetwork = Pick<
  Nic,
  'network' | 'vlanTag' | 'vlanMode' | 'trunks'
>;

interface KnownNetwork {
  name: string;
  vlan: Vlan;
}

const noVlan: Vlan = { tag: null, trunks: null, privateTag: null };

/**
 * The networks of a vCenter. A standard port group is one network by its name
 * in a data centre, though each host sets its VLAN by itself; a distributed
 * one has its VLAN once.
 */
export class NetworkPicture {
  private readonly hostNames = new Map<string, string>();
  /** VLANs of standard port groups, by name, then by host. */
  private readonly standard = new Map<string, Map<string, Vlan>>();
  private readonly switches = new Map<string, string>();
  private readonly networks = new Map<string, KnownNetwork>();
  private readonly byKey = new Map<string, KnownNetwork>();

  /** Notes a host's standard port groups. */
  addHost({ ref, properties }: ObjectContent, name: string): void {
    this.hostNames.set(ref.id, name);
    const groups = properties.get('config.network.portgroup')?.children ?? [];
    for (const group of groups) {
      const groupName = group.textOf('spec.name');
      if (groupName === undefined) continue;
      const hosts = this.standard.get(groupName) ?? new Map<string, Vlan>();
      hosts.set(ref.id, vlanOfId(toNumber(group.textOf('spec.vlanId'))));
      this.standard.set(groupName, hosts);
    }
  }

  /** Notes a distributed switch, by whose name its port groups are described. */
  addSwitch({ ref, properties }: ObjectContent): void {
    this.switches.set(
      ref.id,
      plainName(properties.get('name')?.text ?? ref.id),
    );
  }

  /** A standard or an opaque network. */
  network(object: ObjectContent): ObservedNetwork {
    const { ref, properties } = object;
    const rawName = properties.get('name')?.text || ref.id;
    const name = plainName(rawName);
    const hosts = hostsOf(properties.get('host'));
    const told = this.standard.get(name) ?? this.standard.get(rawName);
    const vlans = hosts.flatMap(host => {
      const vlan = told?.get(host);
      return vlan ? [{ host: this.hostNames.get(host) ?? host, vlan }] : [];
    });
    const tags = new Set(vlans.map(({ vlan }) => vlan.tag));
    const agreed = tags.size === 1 ? vlans[0].vlan : noVlan;
    this.networks.set(ref.id, { name, vlan: agreed });
    const opaque = ref.kind === 'OpaqueNetwork';
    return {
      kind: 'network',
      externalId: ref.id,
      name,
      networkKind: opaque ? 'vnet' : kindOf(agreed),
      clusterExternalId: null,
      vlanTag: agreed.tag,
      vlanAware: opaque ? null : agreed.trunks !== null,
      hosts: this.namesOf(hosts),
      description: tags.size > 1 ? disagreement(vlans) : null,
    };
  }

  /** A distributed port group. */
  portGroup({ ref, properties }: ObjectContent): ObservedNetwork {
    const name = plainName(properties.get('name')?.text || ref.id);
    const vlan = vlanOfSpec(
      properties.get('config.defaultPortConfig')?.child('vlan'),
    );
    const known = { name, vlan };
    this.networks.set(ref.id, known);
    this.byKey.set(properties.get('key')?.text ?? ref.id, known);
    const owner = referenceOf(
      properties.get('config.distributedVirtualSwitch'),
    );
    const uplink = toBoolean(properties.get('config.uplink')?.text) ?? false;
    return {
      kind: 'network',
      externalId: ref.id,
      name,
      networkKind: uplink ? 'physical' : kindOf(vlan),
      clusterExternalId: null,
      vlanTag: vlan.tag,
      vlanAware: vlan.trunks !== null,
      hosts: this.namesOf(hostsOf(properties.get('host'))),
      description: describe([
        owner && `Port group of ${this.switches.get(owner.id) ?? owner.id}`,
        vlan.trunks && `Trunk of VLAN ${vlan.trunks}`,
        vlan.privateTag && `Private VLAN ${vlan.privateTag}`,
        properties.get('config.description')?.text.trim(),
      ]),
    };
  }

  /** The network a NIC is backed by; on a standard one its host's VLAN counts. */
  ofBacking(
    backing: SoapElement | undefined,
    hostId: string | null,
  ): NicNetwork {
    const key = backing?.textOf('port.portgroupKey') ?? null;
    const known = this.knownBy(backing, key);
    const name =
      known?.name ??
      backing?.textOf('deviceName') ??
      backing?.textOf('opaqueNetworkId') ??
      null;
    if (name === null) {
      return { network: null, vlanTag: null, vlanMode: null, trunks: null };
    }
    const onHost =
      key !== null || hostId === null
        ? undefined
        : this.standard.get(name)?.get(hostId);
    const vlan = onHost ?? known?.vlan ?? noVlan;
    return {
      network: name,
      vlanTag: vlan.tag,
      vlanMode: modeOf(vlan),
      trunks: vlan.trunks,
    };
  }

  private knownBy(
    backing: SoapElement | undefined,
    key: string | null,
  ): KnownNetwork | undefined {
    if (key !== null) return this.byKey.get(key) ?? this.networks.get(key);
    const ref = referenceOf(backing?.child('network'));
    return ref ? this.networks.get(ref.id) : undefined;
  }

  private namesOf(hosts: string[]): string[] {
    return hosts.map(id => this.hostNames.get(id) ?? id).sort();
  }
}

function hostsOf(element: SoapElement | undefined): string[] {
  return (element?.children ?? []).flatMap(each => referenceOf(each)?.id ?? []);
}

function kindOf({ tag, privateTag }: Vlan): ObservedNetwork['networkKind'] {
  return tag === null && privateTag === null ? 'bridge' : 'vlan';
}

function modeOf({ tag, trunks }: Vlan): Nic['vlanMode'] {
  if (trunks !== null) return 'trunk';
  return tag === null ? 'none' : 'access';
}

function describe(parts: Array<string | false | 0 | null | undefined>) {
  const said = parts.filter(part => typeof part === 'string' && part !== '');
  return said.length > 0 ? said.join('. ') : null;
}

function disagreement(vlans: Array<{ host: string; vlan: Vlan }>): string {
  const words = vlans
    .map(({ host, vlan }) => `${vlan.tag ?? 'untagged'} on ${host}`)
    .sort();
  return `Its hosts disagree on its VLAN: ${words.join(', ')}`;
}
