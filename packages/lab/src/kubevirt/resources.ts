import type { Estate } from '../world/estate/Estate.ts';
import type { Machine } from '../world/estate/Machine.ts';
import {
  controlPlane,
  instancetypes,
  kubeVirt,
  namespaces,
  networkAttachments,
  node,
  preferences,
  storageClasses,
} from './objects/cluster.ts';
import { virtualMachineInstance } from './objects/instance.ts';
import { nameOf, namespaceOf } from './objects/machineNames.ts';
import { keyOf, type KubernetesObject } from './objects/object.ts';
import { virtualMachine } from './objects/virtualMachine.ts';
import {
  dataSources,
  imageClaims,
  machineClaims,
  machineDataVolumes,
  machineSnapshots,
} from './objects/volumes.ts';

/** One object of a list, made only when somebody looks at it. */
export interface Entry {
  key: string;
  make: () => KubernetesObject;
}

/** A kind of resource, and what there is of it. */
export interface Resource {
  group: string;
  version: string;
  plural: string;
  singular: string;
  kind: string;
  namespaced: boolean;
  shortNames?: string[];
  entries: (estate: Estate) => Entry[];
  /** What of a machine is told to those who watch; absent where nothing moves. */
  ofMachine?: (estate: Estate, machine: Machine) => KubernetesObject;
}

const ready = (objects: KubernetesObject[]): Entry[] =>
  objects.map(object => ({ key: keyOf(object.metadata), make: () => object }));

const machineKey = (machine: Machine) =>
  `${namespaceOf(machine)}/${nameOf(machine)}`;

const runs = (machine: Machine) => machine.power !== 'stopped';

function ofMachines(
  estate: Estate,
  make: (estate: Estate, machine: Machine) => KubernetesObject,
  wanted: (machine: Machine) => boolean = () => true,
): Entry[] {
  return [...estate.machines.values()].filter(wanted).map(machine => ({
    key: machineKey(machine),
    make: () => make(estate, machine),
  }));
}

const partsOfMachines = (
  estate: Estate,
  make: (estate: Estate, machine: Machine) => KubernetesObject[],
): Entry[] =>
  ready(
    [...estate.machines.values()].flatMap(machine => make(estate, machine)),
  );

function custom(
  group: string,
  version: string,
  names: [plural: string, kind: string, ...shortNames: string[]],
  entries: Resource['entries'],
  namespaced: boolean = true,
): Resource {
  const [plural, kind, ...shortNames] = names;
  const singular = kind.toLowerCase();
  return {
    group,
    version,
    plural,
    singular,
    kind,
    namespaced,
    shortNames,
    entries,
  };
}

const SIZES = 'instancetype.kubevirt.io';
const CDI = 'cdi.kubevirt.io';

/** Every kind that this API server serves. */
export const RESOURCES: readonly Resource[] = [
  custom(
    '',
    'v1',
    ['nodes', 'Node', 'no'],
    estate =>
      ready([
        controlPlane(estate),
        ...[...estate.hosts.values()].map(host => node(estate, host)),
      ]),
    false,
  ),
  custom(
    '',
    'v1',
    ['namespaces', 'Namespace', 'ns'],
    estate => ready(namespaces(estate)),
    false,
  ),
  custom(
    '',
    'v1',
    ['persistentvolumeclaims', 'PersistentVolumeClaim', 'pvc'],
    estate => [
      ...partsOfMachines(estate, machineClaims),
      ...ready(imageClaims(estate)),
    ],
  ),
  custom(
    'storage.k8s.io',
    'v1',
    ['storageclasses', 'StorageClass', 'sc'],
    estate => ready(storageClasses(estate)),
    false,
  ),
  {
    ...custom(
      'kubevirt.io',
      'v1',
      ['virtualmachines', 'VirtualMachine', 'vm', 'vms'],
      estate => ofMachines(estate, virtualMachine),
    ),
    ofMachine: virtualMachine,
  },
  {
    ...custom(
      'kubevirt.io',
      'v1',
      ['virtualmachineinstances', 'VirtualMachineInstance', 'vmi', 'vmis'],
      estate => ofMachines(estate, virtualMachineInstance, runs),
    ),
    ofMachine: virtualMachineInstance,
  },
  custom('kubevirt.io', 'v1', ['kubevirts', 'KubeVirt', 'kv'], estate =>
    ready([kubeVirt(estate)]),
  ),
  custom(CDI, 'v1beta1', ['datavolumes', 'DataVolume', 'dv'], estate =>
    partsOfMachines(estate, machineDataVolumes),
  ),
  custom(CDI, 'v1beta1', ['datasources', 'DataSource'], estate =>
    ready(dataSources(estate)),
  ),
  custom(
    'k8s.cni.cncf.io',
    'v1',
    [
      'network-attachment-definitions',
      'NetworkAttachmentDefinition',
      'net-attach-def',
    ],
    estate => ready(networkAttachments(estate)),
  ),
  custom(
    SIZES,
    'v1beta1',
    ['virtualmachineclusterinstancetypes', 'VirtualMachineClusterInstancetype'],
    estate => ready(instancetypes(estate)),
    false,
  ),
  custom(
    SIZES,
    'v1beta1',
    ['virtualmachineinstancetypes', 'VirtualMachineInstancetype'],
    () => [],
  ),
  custom(
    SIZES,
    'v1beta1',
    ['virtualmachineclusterpreferences', 'VirtualMachineClusterPreference'],
    estate => ready(preferences(estate)),
    false,
  ),
  custom(
    SIZES,
    'v1beta1',
    ['virtualmachinepreferences', 'VirtualMachinePreference'],
    () => [],
  ),
  custom(
    'snapshot.kubevirt.io',
    'v1beta1',
    ['virtualmachinesnapshots', 'VirtualMachineSnapshot', 'vmsnapshot'],
    estate => partsOfMachines(estate, machineSnapshots),
  ),
];

/** `kubevirt.io/v1`, `v1`. */
export function groupVersion({
  group,
  version,
}: Pick<Resource, 'group' | 'version'>): string {
  return group === '' ? version : `${group}/${version}`;
}

/** `virtualmachines.kubevirt.io`, as people and refusals name it. */
export function fullName({
  group,
  plural,
}: Pick<Resource, 'group' | 'plural'>): string {
  return group === '' ? plural : `${plural}.${group}`;
}
