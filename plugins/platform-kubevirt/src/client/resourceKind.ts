/** A kind of resource as the API's paths name it. */
export interface ResourceKind {
  /** Empty for the core group. */
  group: string;
  version: string;
  plural: string;
}

/** `virtualmachines.kubevirt.io`, the way `kubectl` takes it. */
export function resourceName({ group, plural }: ResourceKind): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** The path of all resources of a kind, over all namespaces. */
export function listPath({ group, version, plural }: ResourceKind): string {
  return group === ''
    ? `/api/${version}/${plural}`
    : `/apis/${group}/${version}/${plural}`;
}
