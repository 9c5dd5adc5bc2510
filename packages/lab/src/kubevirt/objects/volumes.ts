import type { Estate } from '../../world/estate/Estate.ts';
import type { EstateImagePlan } from '../../world/estate/estatePlan.ts';
import type { Machine, MachineDisk } from '../../world/estate/Machine.ts';
import {
  claimNameOf,
  IMAGE_NAMESPACE,
  nameOf,
  namespaceOf,
} from './machineNames.ts';
import { quantityOf } from './machineSpec.ts';
import {
  CLUSTER_MADE,
  dnsName,
  timeText,
  type KubernetesObject,
} from './object.ts';

interface VolumePlan {
  name: string;
  namespace: string;
  bytes: number;
  storage: string;
  made: string;
}

function ofDisk(machine: Machine, disk: MachineDisk): VolumePlan {
  return {
    name: claimNameOf(machine, disk),
    namespace: namespaceOf(machine),
    bytes: disk.bytes,
    storage: disk.storage,
    made: timeText(machine.detail.createdAt),
  };
}

function ofImage(image: EstateImagePlan): VolumePlan {
  return {
    name: dnsName(image.name),
    namespace: IMAGE_NAMESPACE,
    bytes: image.sizeBytes,
    storage: image.storage,
    made: CLUSTER_MADE,
  };
}

function claim(estate: Estate, volume: VolumePlan): KubernetesObject {
  const storage = quantityOf(volume.bytes);
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: {
      name: volume.name,
      namespace: volume.namespace,
      uid: estate.idOf('claim', `${volume.namespace}/${volume.name}`),
      resourceVersion: '1',
      creationTimestamp: volume.made,
      labels: { app: 'containerized-data-importer' },
    },
    spec: {
      accessModes: ['ReadWriteMany'],
      resources: { requests: { storage } },
      storageClassName: volume.storage,
      volumeMode: 'Block',
      volumeName: `pvc-${estate.idOf('claim', `${volume.namespace}/${volume.name}`)}`,
    },
    status: {
      phase: 'Bound',
      accessModes: ['ReadWriteMany'],
      capacity: { storage },
    },
  };
}

export function machineClaims(
  estate: Estate,
  machine: Machine,
): KubernetesObject[] {
  return machine.detail.disks.map(disk => claim(estate, ofDisk(machine, disk)));
}

export function imageClaims(estate: Estate): KubernetesObject[] {
  return estate.plan.images.map(image => claim(estate, ofImage(image)));
}

export function machineDataVolumes(
  estate: Estate,
  machine: Machine,
): KubernetesObject[] {
  return machine.detail.disks.map(disk => {
    const { name, namespace, bytes, storage, made } = ofDisk(machine, disk);
    return {
      apiVersion: 'cdi.kubevirt.io/v1beta1',
      kind: 'DataVolume',
      metadata: {
        name,
        namespace,
        uid: estate.idOf('data-volume', `${namespace}/${name}`),
        resourceVersion: '1',
        creationTimestamp: made,
      },
      spec: {
        source: { blank: {} },
        storage: {
          storageClassName: storage,
          resources: { requests: { storage: quantityOf(bytes) } },
        },
      },
      status: { phase: 'Succeeded', progress: '100.0%' },
    };
  });
}

export function dataSources(estate: Estate): KubernetesObject[] {
  return estate.plan.images.map(image => ({
    apiVersion: 'cdi.kubevirt.io/v1beta1',
    kind: 'DataSource',
    metadata: {
      name: dnsName(image.name),
      namespace: IMAGE_NAMESPACE,
      uid: estate.idOf('data-source', image.name),
      resourceVersion: '1',
      creationTimestamp: CLUSTER_MADE,
      labels: {
        'instancetype.kubevirt.io/default-preference': dnsName(image.name),
      },
    },
    spec: {
      source: {
        pvc: { name: dnsName(image.name), namespace: IMAGE_NAMESPACE },
      },
    },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  }));
}

export function machineSnapshots(
  estate: Estate,
  machine: Machine,
): KubernetesObject[] {
  return machine.detail.snapshots.map(snapshot => ({
    apiVersion: 'snapshot.kubevirt.io/v1beta1',
    kind: 'VirtualMachineSnapshot',
    metadata: {
      name: dnsName(`${nameOf(machine)}-${snapshot.name}`),
      namespace: namespaceOf(machine),
      uid: estate.idOf('snapshot', snapshot.id),
      resourceVersion: '1',
      creationTimestamp: timeText(snapshot.time),
    },
    spec: {
      source: {
        apiGroup: 'kubevirt.io',
        kind: 'VirtualMachine',
        name: nameOf(machine),
      },
    },
    status: {
      phase: 'Succeeded',
      readyToUse: true,
      creationTime: timeText(snapshot.time),
      sourceUID: machine.uuid,
    },
  }));
}
