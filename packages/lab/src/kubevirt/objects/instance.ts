import type { Estate } from '../../world/estate/Estate.ts';
import type {
  Machine,
  MachineDetail,
  MachineNic,
} from '../../world/estate/Machine.ts';
import {
  claimNameOf,
  instanceUid,
  nameOf,
  namespaceOf,
  POD_NETWORK,
} from './machineNames.ts';
import { quantityOf, specOf } from './machineSpec.ts';
import { timeText, type KubernetesObject } from './object.ts';

function interfaceOf(nic: MachineNic, index: number, answers: boolean) {
  const addresses = nic.addresses.map(address => address.split('/')[0] ?? '');
  // The pod's address is known from outside; others only an agent tells.
  const isKnown = answers || nic.network === POD_NETWORK;
  return {
    name: nic.key,
    mac: nic.mac,
    infoSource: answers ? 'domain, guest-agent' : 'domain',
    linkState: nic.connected ? 'up' : 'down',
    queueCount: 1,
    ...(answers && { interfaceName: `enp${index + 1}s0` }),
    ...(isKnown &&
      addresses.length > 0 && {
        ipAddress: addresses[0],
        ipAddresses: addresses,
      }),
  };
}

function conditionsOf(machine: Machine, answers: boolean) {
  const since = timeText(machine.bootedAt);
  const condition = (type: string, status: string) => ({
    type,
    status,
    lastProbeTime: null,
    lastTransitionTime: since,
  });
  return [
    condition('Ready', machine.power === 'running' ? 'True' : 'False'),
    condition('LiveMigratable', 'True'),
    ...(answers ? [condition('AgentConnected', 'True')] : []),
    ...(machine.power === 'paused' ? [condition('Paused', 'True')] : []),
  ];
}

function insideOf({ system }: MachineDetail) {
  return {
    id: system.id,
    name: system.name,
    prettyName: system.prettyName,
    version: system.version,
    versionId: system.versionId,
    kernelRelease: system.kernelRelease,
    machine: 'x86_64',
  };
}

function metaOf(estate: Estate, machine: Machine) {
  return {
    name: nameOf(machine),
    namespace: namespaceOf(machine),
    uid: instanceUid(estate, machine),
    resourceVersion: String(machine.revision),
    generation: 1,
    creationTimestamp: timeText(machine.bootedAt),
    labels: {
      'kubevirt.io/domain': nameOf(machine),
      ...(machine.host !== undefined && {
        'kubevirt.io/nodeName': machine.host,
      }),
    },
    annotations: { 'kubevirt.io/latest-observed-api-version': 'v1' },
    finalizers: ['kubevirt.io/virtualMachineControllerFinalize'],
    ownerReferences: [
      {
        apiVersion: 'kubevirt.io/v1',
        kind: 'VirtualMachine',
        name: nameOf(machine),
        uid: machine.uuid,
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  };
}

function volumeStatusOf(machine: Machine, { disks }: MachineDetail) {
  return disks.map((disk, index) => {
    const storage = quantityOf(disk.bytes);
    return {
      name: disk.key,
      target: `vd${'abcdefghijklmnop'[index] ?? 'z'}`,
      persistentVolumeClaimInfo: {
        claimName: claimNameOf(machine, disk),
        accessModes: ['ReadWriteMany'],
        volumeMode: 'Block',
        capacity: { storage },
        requests: { storage },
      },
    };
  });
}

function statusOf(machine: Machine, detail: MachineDetail) {
  const answers = detail.agent === 'answering';
  const memory = quantityOf(detail.memoryBytes);
  return {
    phase: 'Running',
    nodeName: machine.host,
    conditions: conditionsOf(machine, answers),
    currentCPUTopology: {
      sockets: detail.sockets,
      cores: detail.coresPerSocket,
      threads: 1,
    },
    memory: {
      guestAtBoot: memory,
      guestCurrent: memory,
      guestRequested: memory,
    },
    guestOSInfo: answers ? insideOf(detail) : {},
    interfaces: detail.nics.map((nic, index) =>
      interfaceOf(nic, index, answers),
    ),
    phaseTransitionTimestamps: ['Pending', 'Scheduled', 'Running'].map(
      phase => ({
        phase,
        phaseTransitionTimestamp: timeText(machine.bootedAt),
      }),
    ),
    volumeStatus: volumeStatusOf(machine, detail),
    virtualMachineRevisionName: `revision-start-vm-${machine.uuid}-1`,
    qosClass: 'Burstable',
  };
}

/** A `VirtualMachineInstance`: what runs of a machine. */
export function virtualMachineInstance(
  estate: Estate,
  machine: Machine,
): KubernetesObject {
  const { detail } = machine;
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'VirtualMachineInstance',
    metadata: metaOf(estate, machine),
    spec: specOf(machine, detail, true),
    status: statusOf(machine, detail),
  };
}
