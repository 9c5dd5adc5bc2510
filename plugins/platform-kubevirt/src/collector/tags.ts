// Labels that Kubernetes and KubeVirt keep for themselves.
const ownDomains =
  /^(?:[^/]*\.)?(?:kubevirt\.io|openshift\.io|k8s\.io|kubernetes\.io)\//;
const kept = /^app\.kubernetes\.io\//;

/** A guest's labels as tags: `tier:database`; a label without a value is its key. */
export function tagsOf(labels: Record<string, string> | undefined): string[] {
  return Object.entries(labels ?? {})
    .filter(([key]) => kept.test(key) || !ownDomains.test(key))
    .map(([key, value]) => (value === '' ? key : `${key}:${value}`))
    .sort();
}
