import type { Estate } from '../../world/estate/Estate.ts';
import type { Machine, MachineDetail } from '../../world/estate/Machine.ts';
import { claimNameOf, nameOf, namespaceOf } from './machineNames.ts';
import { quantityOf, specOf } from './machineSpec.ts';
import { timeText, type KubernetesObject } from './object.ts';

const PRINTABLE: Record<Machine['power'], string> = {
  running: 'Running',
  stopped: 'Stopped',
  paused: 'Paused',
};

/** The preferences that machines of this cluster were made with. */
export function preferenceOf({ system }: MachineDetail): string {
  return system.family === 'windows' ? 'windows.2k22' : system.id;
}

/** Only what a label's value may hold. */
function labelsOf(tags: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [
      key.replace(/[^A-Za-z0-9._-]+/g, '-'),
      value.replace(/[^A-Za-z0-9._-]+/g, '-').slice(0, 63),
    ]),
  );
}

function conditionsOf(isRunning: boolean) {
  return [
    {
      type: 'Ready',
      status: isRunning ? 'True' : 'False',
      lastProbeTime: null,
      lastTransitionTime: '2026-01-01T00:00:00Z',
      ...(!isRunning && {
        reason: 'VMINotExists',
        message: 'VMI does not exist',
      }),
    },
  ];
}

function machineSpec(machine: Machine, detail: MachineDetail) {
  return {
    runStrategy: machine.power === 'stopped' ? 'Halted' : 'Always',
    ...(detail.size !== undefined && {
      instancetype: {
        kind: 'VirtualMachineClusterInstancetype',
        name: detail.size,
      },
      preference: {
        kind: 'VirtualMachineClusterPreference',
        name: preferenceOf(detail),
      },
    }),
    dataVolumeTemplates: detail.disks.map(disk => ({
      metadata: { name: claimNameOf(machine, disk) },
      spec: {
        source: { blank: {} },
        storage: {
          storageClassName: disk.storage,
          resources: { requests: { storage: quantityOf(disk.bytes) } },
        },
      },
    })),
    template: {
      metadata: {
        labels: { 'kubevirt.io/domain': nameOf(machine) },
        annotations: { 'vm.kubevirt.io/os': preferenceOf(detail) },
      },
      spec: specOf(machine, detail, false),
    },
  };
}

const HEAD = { apiVersion: 'kubevirt.io/v1', kind: 'VirtualMachine' };

/** Who set what: half of an object, as a rule. */
const MANAGED_FIELDS = [
  {
    manager: 'kubectl-client-side-apply',
    operation: 'Update',
    apiVersion: 'kubevirt.io/v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:spec': { '.': {}, 'f:template': { '.': {} } } },
  },
];

function metaOf(machine: Machine, detail: MachineDetail, spec: unknown) {
  const name = nameOf(machine);
  const namespace = namespaceOf(machine);
  return {
    name,
    namespace,
    uid: machine.uuid,
    resourceVersion: String(machine.revision),
    generation: 1,
    creationTimestamp: timeText(detail.createdAt),
    labels: labelsOf(detail.tags),
    annotations: {
      ...(detail.description !== '' && { description: detail.description }),
      'kubevirt.io/latest-observed-api-version': 'v1',
      'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
        ...HEAD,
        metadata: { name, namespace },
        spec,
      }),
    },
    managedFields: MANAGED_FIELDS,
  };
}

/** A `VirtualMachine` as KubeVirt keeps it. */
export function virtualMachine(
  _estate: Estate,
  machine: Machine,
): KubernetesObject {
  const { detail } = machine;
  const isRunning = machine.power !== 'stopped';
  const spec = machineSpec(machine, detail);
  return {
    ...HEAD,
    metadata: metaOf(machine, detail, spec),
    spec,
    status: {
      conditions: conditionsOf(isRunning),
      created: isRunning,
      ready: machine.power === 'running',
      printableStatus: PRINTABLE[machine.power],
      observedGeneration: 1,
      desiredGeneration: 1,
    },
  };
}
