import type { Estate, EstateHost } from '../../world/estate/Estate.ts';
import type { EstateNetworkPlan } from '../../world/estate/estatePlan.ts';
import { IMAGE_NAMESPACE, NETWORK_NAMESPACE } from './machineNames.ts';
import { quantityOf } from './machineSpec.ts';
import {
  CLUSTER_MADE,
  dnsName,
  timeText,
  type KubernetesObject,
} from './object.ts';

export const KUBERNETES_VERSION: string = 'v1.32.4';

/** Of a thing that belongs to the cluster and does not change. */
function metaOf(
  estate: Estate,
  kind: string,
  name: string,
  namespace?: string,
) {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    uid: estate.idOf(kind, `${namespace ?? ''}/${name}`),
    resourceVersion: '1',
    creationTimestamp: CLUSTER_MADE,
  };
}

function readyOf(host: EstateHost) {
  const answers = host.condition === 'online';
  return {
    type: 'Ready',
    status: answers ? 'True' : 'Unknown',
    reason: answers ? 'KubeletReady' : 'NodeStatusUnknown',
    message: answers
      ? 'kubelet is posting ready status'
      : 'Kubelet stopped posting node status.',
    lastTransitionTime: timeText(host.plan.bootedAt),
  };
}

/** A node that carries machines. */
export function node(estate: Estate, host: EstateHost): KubernetesObject {
  const { plan } = host;
  const threads = plan.sockets * plan.coresPerSocket * 2;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      ...metaOf(estate, 'node', dnsName(host.name)),
      resourceVersion: String(host.revision),
      labels: {
        'kubernetes.io/hostname': host.name,
        'kubevirt.io/schedulable': String(host.condition === 'online'),
        [`host-model-cpu.node.kubevirt.io/${plan.cpuModel.startsWith('AMD') ? 'EPYC-Genoa' : 'SapphireRapids'}`]:
          'true',
      },
    },
    spec: {
      podCIDR: '10.244.0.0/24',
      ...(host.maintenance && {
        unschedulable: true,
        taints: [
          { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' },
        ],
      }),
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: plan.address },
        { type: 'Hostname', address: host.name },
      ],
      capacity: {
        cpu: String(threads),
        memory: quantityOf(plan.memoryBytes),
        'ephemeral-storage': '460432184Ki',
        pods: '110',
      },
      conditions: [readyOf(host)],
      nodeInfo: {
        architecture: 'amd64',
        operatingSystem: 'linux',
        osImage: 'Talos (v1.9.5)',
        kernelVersion: '6.12.18-talos',
        kubeletVersion: KUBERNETES_VERSION,
        kubeProxyVersion: KUBERNETES_VERSION,
        containerRuntimeVersion: 'containerd://2.0.3',
        machineID: estate.idOf('machine-id', host.name).replaceAll('-', ''),
        systemUUID: estate.idOf('system-uuid', host.name),
        bootID: estate.idOf('boot-id', host.name),
      },
    },
  };
}

/** A node of the control plane alone: no machine is ever on it. */
export function controlPlane(estate: Estate): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      ...metaOf(estate, 'node', 'kv-control-1'),
      labels: { 'node-role.kubernetes.io/control-plane': '' },
    },
    spec: {},
    status: {
      addresses: [
        { type: 'InternalIP', address: `10.${estate.plan.octet}.10.5` },
      ],
      capacity: { cpu: '4', memory: '8Gi' },
      conditions: [{ type: 'Ready', status: 'True' }],
      nodeInfo: {
        architecture: 'amd64',
        bootID: '',
        containerRuntimeVersion: 'containerd://2.0.3',
        kernelVersion: '6.12.18-talos',
        kubeProxyVersion: KUBERNETES_VERSION,
        kubeletVersion: KUBERNETES_VERSION,
        machineID: '',
        operatingSystem: 'linux',
        osImage: 'Talos (v1.9.5)',
        systemUUID: '',
      },
    },
  };
}

/** Namespaces, with the labels that say whose they are. */
export function namespaces(estate: Estate): KubernetesObject[] {
  const folders = estate.plan.folders.map(folder => ({
    name: dnsName(folder.name),
    labels: {
      ...(folder.organization && {
        'flyloft.io/organization': folder.organization,
      }),
      ...(folder.vdc && { 'flyloft.io/vdc': folder.vdc }),
      ...(folder.team && { team: folder.team }),
    },
  }));
  const others = ['default', IMAGE_NAMESPACE, 'kube-system', 'kubevirt']
    .filter(name => !folders.some(folder => folder.name === name))
    .map(name => ({ name, labels: {} }));
  return [...folders, ...others].map(({ name, labels }) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      ...metaOf(estate, 'namespace', name),
      labels: { 'kubernetes.io/metadata.name': name, ...labels },
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  }));
}

export function storageClasses(estate: Estate): KubernetesObject[] {
  return estate.plan.storages.map(storage => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: metaOf(estate, 'storage-class', storage.name),
    provisioner: storage.type,
    reclaimPolicy: 'Delete',
    volumeBindingMode: storage.shared ? 'Immediate' : 'WaitForFirstConsumer',
  }));
}

function pluginConfig(network: EstateNetworkPlan): string {
  return JSON.stringify({
    cniVersion: '0.3.1',
    name: network.name,
    type: 'bridge',
    bridge: 'br-vm',
    ...(network.vlan !== undefined && { vlan: network.vlan }),
    macspoofchk: true,
    ipam: {},
  });
}

export function networkAttachments(estate: Estate): KubernetesObject[] {
  return estate.plan.networks.map(network => ({
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: {
      ...metaOf(estate, 'network', network.name, NETWORK_NAMESPACE),
      ...(network.description !== undefined && {
        annotations: { description: network.description },
      }),
    },
    spec: { config: pluginConfig(network) },
  }));
}

export function instancetypes(estate: Estate): KubernetesObject[] {
  return estate.plan.sizes.map(size => ({
    apiVersion: 'instancetype.kubevirt.io/v1beta1',
    kind: 'VirtualMachineClusterInstancetype',
    metadata: metaOf(estate, 'instancetype', size.name),
    spec: {
      cpu: { guest: size.cpus },
      memory: { guest: quantityOf(size.memoryBytes) },
    },
  }));
}

const PREFERENCES = ['debian', 'rhel', 'rocky', 'ubuntu', 'windows.2k22'];

export function preferences(estate: Estate): KubernetesObject[] {
  return PREFERENCES.map(name => ({
    apiVersion: 'instancetype.kubevirt.io/v1beta1',
    kind: 'VirtualMachineClusterPreference',
    metadata: metaOf(estate, 'preference', name),
    spec: { cpu: { preferredCPUTopology: 'cores' } },
  }));
}

export function kubeVirt(estate: Estate): KubernetesObject {
  return {
    apiVersion: 'kubevirt.io/v1',
    kind: 'KubeVirt',
    metadata: metaOf(estate, 'kubevirt', 'kubevirt', 'kubevirt'),
    spec: {},
    status: {
      phase: 'Deployed',
      observedKubeVirtVersion: estate.plan.version,
      operatorVersion: estate.plan.version,
    },
  };
}
