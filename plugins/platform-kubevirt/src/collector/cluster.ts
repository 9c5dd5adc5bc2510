import type { ObservedCluster } from '@flyloft/plugin-inventory-node';

/** A platform of this type is one cluster, so one id is enough for it. */
export const clusterExternalId = 'cluster';

/** What is known of the cluster itself. */
export interface ClusterVersions {
  /** `v1.31.2`. */
  kubernetes: string;
  /** `v1.4.0`; null where we may not read it. */
  kubeVirt: string | null;
}

/** Both versions as people read them. */
export function versionWords({
  kubernetes,
  kubeVirt,
}: ClusterVersions): string {
  return kubeVirt === null
    ? `Kubernetes ${kubernetes}`
    : `KubeVirt ${kubeVirt}, Kubernetes ${kubernetes}`;
}

/** The cluster. */
export function observedCluster(
  name: string,
  versions: ClusterVersions,
  platformUrl: string | null,
): ObservedCluster {
  return {
    kind: 'cluster',
    externalId: clusterExternalId,
    name,
    version: versionWords(versions),
    platformUrl,
  };
}
