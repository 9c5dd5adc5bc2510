import {
  ANNOTATION_LOCATION,
  ANNOTATION_ORIGIN_LOCATION,
  type Entity,
} from '@backstage/catalog-model';
import {
  personRefPrefix,
  type Cluster,
  type Guest,
  type Host,
  type Network,
  type Nic,
} from '@flyloft/plugin-inventory-common';
import type { JsonObject } from '@backstage/types';
import {
  annotations,
  catalogTag,
  entityName,
  entityRef,
  partName,
  type NamedKind,
} from './naming';

/** What entities need beside the thing itself. */
export interface EntityContext {
  /** The portal's address, for links: `https://portal.example.org`. */
  portalUrl: string;
  /** Who owns what has no owner of its own. */
  defaultOwner: string;
  /** Network entities by the name guests know them by, within a cluster. */
  networkRef(guest: Guest, network: string): string | null;
}

/*
 * Only what changes seldom goes into an entity: each change costs the catalog
 * a processing, and power, use and times are shown live on the entity's page.
 */

/** Who owns a guest in the catalog, which doesn't know external people. */
function ownerIn({ ownerRef }: Guest, { defaultOwner }: EntityContext): string {
  return ownerRef === null || ownerRef.startsWith(personRefPrefix)
    ? defaultOwner
    : ownerRef;
}

/** A guest as a resource. */
export function guestEntity(guest: Guest, context: EntityContext): Entity {
  return resource('guest', guest, context, {
    type: guest.type,
    owner: ownerIn(guest, context),
    title: guest.name,
    description: `${guest.type === 'container' ? 'Container' : 'Virtual machine'} ${guest.externalId} on ${guest.platformId}`,
    tags: guest.tags,
    platformUrl: guest.platformUrl,
    spec: {
      ...(guest.host
        ? { runsOn: [entityRef(entityName('host', guest.host.id))] }
        : {}),
      ...(guest.cluster
        ? { partOf: [entityRef(entityName('cluster', guest.cluster.id))] }
        : {}),
      attachedTo: networkRefs(guest, guest.networks, context),
      externalId: guest.externalId,
      ...(guest.osType ? { os: guest.osType } : {}),
    },
  });
}

/** The addresses and NICs of a guest as resources of their own. */
export function guestParts(guest: Guest, context: EntityContext): Entity[] {
  const nics = guest.nics ?? [];
  const ports = nics.map(nic => portEntity(guest, nic, context));
  const addresses = new Map<string, Entity>();
  for (const nic of nics) {
    for (const { address } of nic.addresses) {
      addresses.set(address, addressEntity(guest, nic, address, context));
    }
  }
  return [...ports, ...addresses.values()];
}

function portEntity(guest: Guest, nic: Nic, context: EntityContext): Entity {
  return partEntity(guest, context, {
    name: partName('port', guest.id, nic.key),
    type: 'port',
    title: `${guest.name} ${nic.name ?? nic.key}`,
    description: [
      nic.macAddress,
      nic.network,
      nic.vlanTag === null ? null : `VLAN ${nic.vlanTag}`,
    ]
      .filter(part => part !== null)
      .join(', '),
    attachedTo: nic.network ? networkRefs(guest, [nic.network], context) : [],
    partOf: [entityRef(entityName('guest', guest.id))],
  });
}

function addressEntity(
  guest: Guest,
  nic: Nic,
  address: string,
  context: EntityContext,
): Entity {
  return partEntity(guest, context, {
    name: partName('address', guest.id, address),
    type: 'ip-address',
    title: address,
    description: `Address of ${guest.name}`,
    attachedTo: [],
    partOf: [entityRef(partName('port', guest.id, nic.key))],
  });
}

function partEntity(
  guest: Guest,
  context: EntityContext,
  part: {
    name: string;
    type: string;
    title: string;
    description: string;
    attachedTo: string[];
    partOf: string[];
  },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: part.name,
      title: part.title,
      description: part.description,
      annotations: {
        ...locationOf(guest.platformId),
        [annotations.platform]: guest.platformId,
        [annotations.guest]: guest.id,
      },
      links: [inventoryLink(context, `guests/${guest.id}`)],
    },
    spec: {
      type: part.type,
      owner: ownerIn(guest, context),
      partOf: part.partOf,
      attachedTo: part.attachedTo,
    },
  };
}

/** A host as a resource. */
export function hostEntity(host: Host, context: EntityContext): Entity {
  return resource('host', host, context, {
    type: 'host',
    owner: context.defaultOwner,
    title: host.name,
    description: `Host on ${host.platformId}${host.cpuModel ? `, ${host.cpuModel}` : ''}`,
    tags: [],
    platformUrl: host.platformUrl,
    spec: host.cluster
      ? { partOf: [entityRef(entityName('cluster', host.cluster.id))] }
      : {},
  });
}

/** A cluster as a resource. */
export function clusterEntity(
  cluster: Cluster,
  context: EntityContext,
): Entity {
  return resource('cluster', cluster, context, {
    type: 'cluster',
    owner: context.defaultOwner,
    title: cluster.name,
    description: `Cluster on ${cluster.platformId}`,
    tags: [],
    platformUrl: cluster.platformUrl,
    spec: {},
  });
}

/** A network as a resource. */
export function networkEntity(
  network: Network,
  context: EntityContext,
): Entity {
  return resource('network', network, context, {
    type: 'network',
    owner: context.defaultOwner,
    title: network.name,
    description: [
      `Network (${network.kind}) on ${network.platformId}`,
      network.vlanTag === null ? null : `VLAN ${network.vlanTag}`,
    ]
      .filter(part => part !== null)
      .join(', '),
    tags: [],
    platformUrl: null,
    spec: network.cluster
      ? { partOf: [entityRef(entityName('cluster', network.cluster.id))] }
      : {},
  });
}

function resource(
  kind: NamedKind,
  thing: { id: string; platformId: string },
  context: EntityContext,
  rest: {
    type: string;
    owner: string;
    title: string;
    description: string;
    tags: string[];
    platformUrl: string | null;
    spec: JsonObject;
  },
): Entity {
  const tags = rest.tags.map(catalogTag).filter(tag => tag !== null);
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: entityName(kind, thing.id),
      title: rest.title,
      description: rest.description,
      ...(tags.length > 0 ? { tags: [...new Set(tags)].sort() } : {}),
      annotations: {
        ...locationOf(thing.platformId),
        [annotations.platform]: thing.platformId,
        [annotations[kind]]: thing.id,
      },
      links: [
        inventoryLink(context, `${kind}s/${thing.id}`),
        ...(rest.platformUrl
          ? [{ url: rest.platformUrl, title: `Open in ${thing.platformId}` }]
          : []),
      ],
    },
    spec: { type: rest.type, owner: rest.owner, ...rest.spec },
  };
}

const locationOf = (platformId: string) => ({
  [ANNOTATION_LOCATION]: `flyloft-inventory:${platformId}`,
  [ANNOTATION_ORIGIN_LOCATION]: `flyloft-inventory:${platformId}`,
});

const inventoryLink = (context: EntityContext, path: string) => ({
  url: `${context.portalUrl}/inventory/${path}`,
  title: 'Open in the inventory',
});

function networkRefs(
  guest: Guest,
  networks: string[],
  context: EntityContext,
): string[] {
  return [...new Set(networks)]
    .map(network => context.networkRef(guest, network))
    .filter(ref => ref !== null)
    .sort();
}
