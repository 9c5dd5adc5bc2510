import type { CollectionGap } from '@flyloft/plugin-inventory-node';
import type { ClusterClient } from '../client/ClusterClient';
import { isProxmoxFailure, ProxmoxError } from '../client/ProxmoxError';
import type { Vnet } from '../wire/clusterAnswers';
import { NetworkPicture } from './networks';
import type { NodeAnswer } from './NodeReader';

/** The networks that nodes and the software-defined network tell of. */
export interface NetworkAnswer {
  picture: NetworkPicture;
  /** Whether every node told of its networks. */
  complete: boolean;
  gaps: CollectionGap[];
}

/** Puts together what nodes told and reads the software-defined network. */
export async function readNetworks(
  cluster: ClusterClient,
  nodes: NodeAnswer[],
  zones: Map<string, Set<string>>,
  signal: AbortSignal,
): Promise<NetworkAnswer> {
  const picture = new NetworkPicture();
  for (const { node, interfaces } of nodes) {
    if (interfaces) picture.addNode(node.name, interfaces);
  }
  const silent = nodes.filter(each => each.unreachable);
  const gaps: CollectionGap[] = [];
  if (silent.length > 0) {
    const names = silent.map(({ node }) => node.name).join(', ');
    gaps.push(networkGap(`${names} did not answer`));
  }
  try {
    const found = await vnets(cluster, signal);
    const prefixes = await Promise.all(
      found.map(vnet => subnetsOf(cluster, vnet, signal)),
    );
    for (const [index, vnet] of found.entries()) {
      picture.addVnet(
        vnet,
        zones.get(vnet.zone ?? '') ?? [],
        prefixes[index] ?? [],
      );
    }
  } catch (error) {
    if (!isProxmoxFailure(error, 'refused', 'unavailable', 'malformed')) {
      throw error;
    }
    gaps.push(networkGap(error.reason));
  }
  return {
    picture,
    complete: nodes.every(({ interfaces }) => interfaces !== null),
    gaps,
  };
}

/** Nodes without the packages of the software-defined network answer 501. */
async function vnets(
  cluster: ClusterClient,
  signal: AbortSignal,
): Promise<Vnet[]> {
  try {
    return await cluster.vnets(signal);
  } catch (error) {
    if (error instanceof ProxmoxError && error.statusCode === 501) return [];
    throw error;
  }
}

async function subnetsOf(
  cluster: ClusterClient,
  { vnet }: Vnet,
  signal: AbortSignal,
): Promise<string[]> {
  const subnets = await cluster.subnets(vnet, signal);
  return subnets.flatMap(({ cidr }) => cidr ?? []);
}

/** Says that networks may be there which were not seen. */
export function networkGap(reason: string): CollectionGap {
  return {
    kind: 'gap',
    scope: 'networks',
    reason,
    withholdsDeletions: ['network'],
  };
}
