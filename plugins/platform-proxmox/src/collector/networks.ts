import {
  integerWithin,
  networkOf,
  type ObservedNetwork,
  parseAddress,
  toNumber,
} from '@flyloft/plugin-inventory-node';
import type { NodeInterface, Vnet } from '../wire/clusterAnswers';
import { clusterExternalId } from './guestFacts';

type NetworkKind = ObservedNetwork['networkKind'];

const kinds: Record<string, NetworkKind> = {
  bridge: 'bridge',
  OVSBridge: 'bridge',
  bond: 'bond',
  OVSBond: 'bond',
  vlan: 'vlan',
  OVSIntPort: 'other',
};

interface Draft {
  kind: NetworkKind;
  vlanTag: number | null;
  vlanAware: boolean | null;
  prefixes: Set<string>;
  hosts: Set<string>;
  description: string | null;
}

function tagOf(each: NodeInterface): number | null {
  const told = each['vlan-id'] ?? toNumber(/\.(\d+)$/.exec(each.iface)?.[1]);
  return integerWithin(told, 1, 4094);
}

function draftOf(each: NodeInterface, kind: NetworkKind): Draft {
  return {
    kind,
    vlanTag: kind === 'vlan' ? tagOf(each) : null,
    vlanAware: kind === 'bridge' ? (each.bridge_vlan_aware ?? false) : null,
    prefixes: new Set(),
    hosts: new Set(),
    description: null,
  };
}

function prefixesOf(each: NodeInterface): string[] {
  return [each.cidr, each.cidr6].flatMap(text => {
    const address = text === undefined ? null : parseAddress(text);
    return (address && networkOf(address)) ?? [];
  });
}

/** The name of a VLAN of a bridge, as Proxmox names its interface. */
export function vlanNetworkName(bridge: string, tag: number): string {
  return `${bridge}.${tag}`;
}

/**
 * The networks of a cluster, put together from what each node has, the
 * software-defined ones, and the VLANs in which guests' NICs are. A bridge of
 * one name on several nodes is one network: that is what lets a guest move.
 */
export class NetworkPicture {
  private readonly drafts = new Map<string, Draft>();
  private readonly tags = new Map<string, { bridge: string; tag: number }>();

  /** Adds the bridges, bonds and VLANs of one node. */
  addNode(node: string, interfaces: NodeInterface[]): void {
    for (const each of interfaces) {
      const kind = kinds[each.type ?? ''];
      if (!kind) continue;
      const draft = this.drafts.get(each.iface) ?? draftOf(each, kind);
      draft.hosts.add(node);
      if (each.bridge_vlan_aware) draft.vlanAware = true;
      for (const prefix of prefixesOf(each)) draft.prefixes.add(prefix);
      draft.description ??= each.comments?.trim() || null;
      this.drafts.set(each.iface, draft);
    }
  }

  /** Adds a network of the software-defined network, on its zone's nodes. */
  addVnet(
    vnet: Vnet,
    nodes: Iterable<string>,
    prefixes: readonly string[] = [],
  ): void {
    this.drafts.set(vnet.vnet, {
      kind: 'vnet',
      // A VXLAN's number is no VLAN tag.
      vlanTag: integerWithin(vnet.tag, 1, 4094),
      vlanAware: vnet.vlanaware ?? false,
      prefixes: new Set(
        prefixes.flatMap(text => {
          const address = parseAddress(text);
          return (address && networkOf(address)) ?? [];
        }),
      ),
      hosts: new Set(nodes),
      description: vnet.alias ?? null,
    });
  }

  /** Notes that a guest's NIC is in a VLAN of a network. */
  addTag(bridge: string, tag: number): void {
    this.tags.set(vlanNetworkName(bridge, tag), { bridge, tag });
  }

  /**
   * All networks. With nodes or zones unseen, where a network is stays
   * untold: a silent node does not lose its bridges.
   */
  networks(complete: boolean): ObservedNetwork[] {
    const all = new Map(this.drafts);
    for (const [name, { bridge, tag }] of this.tags) {
      const own = all.get(name);
      const below = this.drafts.get(bridge);
      all.set(name, {
        kind: 'vlan',
        vlanTag: tag,
        vlanAware: null,
        prefixes: own?.prefixes ?? new Set(),
        hosts: new Set([...(own?.hosts ?? []), ...(below?.hosts ?? [])]),
        description: own?.description ?? null,
      });
    }
    return [...all]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, draft]) => ({
        kind: 'network',
        externalId: name,
        name,
        networkKind: draft.kind,
        clusterExternalId,
        vlanTag: draft.vlanTag,
        vlanAware: draft.vlanAware,
        prefixes: complete ? [...draft.prefixes].sort() : undefined,
        hosts: complete ? [...draft.hosts].sort() : undefined,
        description: draft.description,
      }));
  }
}
