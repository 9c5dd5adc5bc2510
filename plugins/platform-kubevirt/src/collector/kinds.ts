import type { ResourceKind } from '../client/resourceKind';
import type { ChangedKind } from '@flyloft/plugin-inventory-common';

/** A kind of resource as this plugin reads it. */
export interface WantedKind {
  /** Empty for the core group. */
  group: string;
  /** The versions it can read, the best first. */
  versions: readonly [string, ...string[]];
  plural: string;
  /** What is not seen without the right to list it, for people. */
  what: string;
  /** Nothing of these kinds may be called missing when it can't be listed. */
  withholds: readonly ChangedKind[];
}

const core = (plural: string, what: string, withholds: ChangedKind[] = []) =>
  ({ group: '', versions: ['v1'], plural, what, withholds }) as const;

/** Every kind that is read. */
export const kinds = {
  virtualMachines: {
    group: 'kubevirt.io',
    versions: ['v1'],
    plural: 'virtualmachines',
    what: 'guests',
    withholds: ['guest'],
  },
  instances: {
    group: 'kubevirt.io',
    versions: ['v1'],
    plural: 'virtualmachineinstances',
    what: 'what runs, where, and under which addresses',
    withholds: ['guest'],
  },
  kubeVirts: {
    group: 'kubevirt.io',
    versions: ['v1'],
    plural: 'kubevirts',
    what: "KubeVirt's version",
    withholds: [],
  },
  nodes: core('nodes', 'hosts', ['host']),
  namespaces: core('namespaces', 'organizations and data centres'),
  claims: core('persistentvolumeclaims', 'sizes and storages of disks'),
  dataVolumes: {
    group: 'cdi.kubevirt.io',
    versions: ['v1beta1'],
    plural: 'datavolumes',
    what: 'disks that are still being made',
    withholds: [],
  },
  dataSources: {
    group: 'cdi.kubevirt.io',
    versions: ['v1beta1'],
    plural: 'datasources',
    what: 'boot images',
    withholds: ['image'],
  },
  storageClasses: {
    group: 'storage.k8s.io',
    versions: ['v1'],
    plural: 'storageclasses',
    what: 'storages',
    withholds: ['storage'],
  },
  attachments: {
    group: 'k8s.cni.cncf.io',
    versions: ['v1'],
    plural: 'network-attachment-definitions',
    what: 'networks and VLANs',
    withholds: ['network'],
  },
  clusterInstancetypes: {
    group: 'instancetype.kubevirt.io',
    versions: ['v1', 'v1beta1'],
    plural: 'virtualmachineclusterinstancetypes',
    what: 'named sizes of the cluster',
    withholds: ['image'],
  },
  instancetypes: {
    group: 'instancetype.kubevirt.io',
    versions: ['v1', 'v1beta1'],
    plural: 'virtualmachineinstancetypes',
    what: 'named sizes of namespaces',
    withholds: ['image'],
  },
  clusterPreferences: {
    group: 'instancetype.kubevirt.io',
    versions: ['v1', 'v1beta1'],
    plural: 'virtualmachineclusterpreferences',
    what: 'how named sizes are laid out in sockets and cores',
    withholds: [],
  },
  preferences: {
    group: 'instancetype.kubevirt.io',
    versions: ['v1', 'v1beta1'],
    plural: 'virtualmachinepreferences',
    what: 'how named sizes are laid out in sockets and cores',
    withholds: [],
  },
  machineSnapshots: {
    group: 'snapshot.kubevirt.io',
    versions: ['v1', 'v1beta1', 'v1alpha1'],
    plural: 'virtualmachinesnapshots',
    what: 'snapshots of guests',
    withholds: [],
  },
  volumeSnapshots: {
    group: 'snapshot.storage.k8s.io',
    versions: ['v1'],
    plural: 'volumesnapshots',
    what: 'snapshots of disks',
    withholds: [],
  },
} as const satisfies Record<string, WantedKind>;

export type KindName = keyof typeof kinds;

/** The versions that an API server serves, by group. */
export type ServedGroups = ReadonlyMap<string, readonly string[]>;

/** A kind in the best version that both sides know; null where it is not served. */
export function servedKind(
  kind: WantedKind,
  served: ServedGroups,
): ResourceKind | null {
  const { group, plural } = kind;
  const versions = group === '' ? ['v1'] : (served.get(group) ?? []);
  const version = kind.versions.find(each => versions.includes(each));
  return version === undefined ? null : { group, version, plural };
}
