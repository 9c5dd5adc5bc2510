import { integerWithin } from '@flyloft/plugin-inventory-node';
import type { ObservedNetwork } from '@flyloft/plugin-inventory-node';
import type { Attachment } from '../wire/things';
import { clusterExternalId } from './cluster';

/** The network that every pod is on; KubeVirt has no object for it. */
export const podNetworkId = 'pod';
const podNetworkName = 'Pod network';

/** What an attachment definition says of its network. */
export interface AttachedNetwork {
  externalId: string;
  vlanTag: number | null;
  trunks: string | null;
  type: string | null;
}

function configOf(text: string | undefined): Record<string, unknown>[] {
  if (text === undefined) return [];
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch {
    // People write it by hand; what is no JSON tells nothing.
    return [];
  }
  if (config === null || typeof config !== 'object') return [];
  const { plugins } = config as { plugins?: unknown };
  const chain = Array.isArray(plugins) ? plugins : [];
  return [config, ...chain].filter(
    (each): each is Record<string, unknown> =>
      each !== null && typeof each === 'object',
  );
}

function trunksOf(trunk: unknown): string | null {
  if (!Array.isArray(trunk)) return null;
  const ranges = trunk.flatMap(each => {
    const { id, minID, maxID } = (each ?? {}) as Record<string, unknown>;
    const single = integerWithin(id, 0, 4094);
    if (single !== null) return [String(single)];
    const low = integerWithin(minID, 0, 4094);
    const high = integerWithin(maxID, 0, 4094);
    return low !== null && high !== null ? [`${low}-${high}`] : [];
  });
  return ranges.length > 0 ? ranges.join(',') : null;
}

/** Reads the plugin's configuration in a network attachment definition. */
export function attachedNetwork({ key, spec }: Attachment): AttachedNetwork {
  const parts = configOf(spec?.config);
  const first = <T>(read: (part: Record<string, unknown>) => T | null) =>
    parts.map(read).find(each => each !== null) ?? null;
  return {
    externalId: key,
    // 0 is the bridge plugin's word for none; OVN's is `vlanID`.
    vlanTag:
      first(part => integerWithin(part.vlan, 1, 4094)) ??
      first(part => integerWithin(part.vlanID, 1, 4094)) ??
      first(part => integerWithin(part.vlanId, 1, 4094)),
    trunks: first(part => trunksOf(part.vlanTrunk)),
    type: first(part => (typeof part.type === 'string' ? part.type : null)),
  };
}

const networkKinds: Record<string, ObservedNetwork['networkKind']> = {
  bridge: 'bridge',
  'cnv-bridge': 'bridge',
  ovs: 'bridge',
  'ovs-cni': 'bridge',
  'ovn-k8s-cni-overlay': 'vnet',
  macvtap: 'physical',
  macvlan: 'physical',
  ipvlan: 'physical',
  'host-device': 'physical',
  sriov: 'physical',
  vlan: 'vlan',
};

/** A network of an attachment definition. */
export function observedNetwork(attachment: Attachment): ObservedNetwork {
  const { vlanTag, trunks, type } = attachedNetwork(attachment);
  const { annotations } = attachment.metadata;
  return {
    kind: 'network',
    externalId: attachment.key,
    name: attachment.key,
    networkKind: (type !== null && networkKinds[type]) || 'other',
    clusterExternalId,
    vlanTag,
    vlanAware: trunks === null ? null : true,
    description: annotations?.description ?? null,
  };
}

/** The network that every pod is on. */
export function podNetwork(): ObservedNetwork {
  return {
    kind: 'network',
    externalId: podNetworkId,
    name: podNetworkName,
    networkKind: 'vnet',
    clusterExternalId,
    vlanTag: null,
    vlanAware: false,
    description: null,
  };
}

/** The key of the attachment that a guest's network names. */
export function attachmentKey(networkName: string, namespace: string): string {
  return networkName.includes('/')
    ? networkName
    : `${namespace}/${networkName}`;
}

/** How a NIC names the network it is on. */
export function networkNameOf(
  network: { pod?: unknown; multus?: { networkName?: string } } | undefined,
  namespace: string,
): string | null {
  const attached = network?.multus?.networkName;
  if (attached !== undefined) return attachmentKey(attached, namespace);
  return network?.pod !== undefined && network.pod !== null
    ? podNetworkName
    : null;
}
