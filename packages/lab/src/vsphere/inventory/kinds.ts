/** Which classes a class is made from, itself left out. */
const PARENTS: Record<string, string[]> = {
  Datacenter: ['ManagedEntity'],
  Folder: ['ManagedEntity'],
  ComputeResource: ['ManagedEntity'],
  ClusterComputeResource: ['ComputeResource', 'ManagedEntity'],
  ResourcePool: ['ManagedEntity'],
  HostSystem: ['ManagedEntity'],
  VirtualMachine: ['ManagedEntity'],
  Datastore: ['ManagedEntity'],
  Network: ['ManagedEntity'],
  DistributedVirtualPortgroup: ['Network', 'ManagedEntity'],
  DistributedVirtualSwitch: ['ManagedEntity'],
  VmwareDistributedVirtualSwitch: ['DistributedVirtualSwitch', 'ManagedEntity'],
};

/** Whether an object of a kind is one of a class. */
export function isA(kind: string, wanted: string): boolean {
  return kind === wanted || (PARENTS[kind]?.includes(wanted) ?? false);
}
