import type {
  ObservedHost,
  UnreachableScope,
} from '@flyloft/plugin-inventory-node';
import { conditionOf } from '../wire/metadata';
import { quantity } from '../wire/quantity';
import type { Node } from '../wire/things';
import { clusterExternalId } from './cluster';

/** Set by KubeVirt on every node that it has a handler on, whether it works or not. */
const handledLabel = 'kubevirt.io/schedulable';
const cpuModelPrefix = 'host-model-cpu.node.kubevirt.io/';
const drainTaint = 'kubevirt.io/drain';

/** Whether guests can be on a node; one of the control plane alone is no host. */
export function isHost({ metadata }: Node): boolean {
  return metadata.labels?.[handledLabel] !== undefined;
}

function cpuModelOf({ metadata }: Node): string | null {
  const label = Object.keys(metadata.labels ?? {}).find(key =>
    key.startsWith(cpuModelPrefix),
  );
  return label?.slice(cpuModelPrefix.length) ?? null;
}

/** Why a node is taken for silent; undefined when it answers. */
export function silenceOf(node: Node): string | undefined {
  const ready = node.status?.conditions.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  if (!ready) return 'the cluster does not say whether it is ready';
  const said = ready.message ?? ready.reason;
  return said ? `not ready: ${said}` : 'not ready';
}

function statusOf(
  silence: string | undefined,
  ready: string | undefined,
): ObservedHost['status'] {
  if (silence === undefined) return 'online';
  // `Unknown` is the control plane's word for a kubelet that fell silent.
  return ready === 'False' ? 'offline' : 'unknown';
}

/** A node as a host, and that it does not answer where it doesn't. */
export function observedHost(
  node: Node,
  uiUrl: string | null,
): Array<ObservedHost | UnreachableScope> {
  const { metadata, spec, status } = node;
  const silence = silenceOf(node);
  const ready = conditionOf(status?.conditions ?? [], 'Ready');
  const cpus = quantity(status?.capacity?.cpu);
  const host: ObservedHost = {
    kind: 'host',
    externalId: metadata.name,
    name: metadata.name,
    clusterExternalId,
    status: statusOf(silence, ready),
    address:
      status?.addresses.find(({ type }) => type === 'InternalIP')?.address ??
      null,
    version: status?.nodeInfo?.kubeletVersion ?? null,
    kernel: status?.nodeInfo?.kernelVersion ?? null,
    cpuModel: cpuModelOf(node),
    cpuThreads: cpus,
    memoryBytes: quantity(status?.capacity?.memory),
    diskBytes: quantity(status?.capacity?.['ephemeral-storage']),
    maintenance:
      spec?.unschedulable === true ||
      (spec?.taints ?? []).some(({ key }) => key === drainTaint),
    platformUrl: uiUrl && `${uiUrl}/k8s/cluster/nodes/${metadata.name}`,
  };
  if (silence === undefined) return [host];
  return [
    host,
    {
      kind: 'unreachable',
      scope: 'host',
      externalId: metadata.name,
      reason: silence,
    },
  ];
}
