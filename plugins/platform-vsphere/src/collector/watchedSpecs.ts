import type { PropertySpec } from '../client/InventoryReader';

/**
 * By what a watch hears of changes. What moves by itself (use, free space,
 * uptime) is not among it, and of a machine's devices only the version of its
 * configuration: the first answer tells all of this of every machine.
 */
export const watchedSpecs: readonly PropertySpec[] = [
  {
    kind: 'VirtualMachine',
    paths: [
      'name',
      'parent',
      'resourcePool',
      'customValue',
      'snapshot',
      'config.changeVersion',
      'config.template',
      'runtime.host',
      'runtime.powerState',
      'runtime.connectionState',
      'guest.hostName',
      'guest.net',
      'guest.toolsRunningStatus',
    ],
  },
  {
    kind: 'HostSystem',
    paths: [
      'name',
      'parent',
      'runtime.connectionState',
      'runtime.inMaintenanceMode',
      'config.network.portgroup',
    ],
  },
  { kind: 'ComputeResource', paths: ['name'] },
  { kind: 'Datastore', paths: ['name', 'summary.accessible'] },
  { kind: 'Network', paths: ['name'] },
  { kind: 'DistributedVirtualPortgroup', paths: ['config.defaultPortConfig'] },
  { kind: 'Folder', paths: ['name', 'parent'] },
  { kind: 'ResourcePool', paths: ['name', 'parent'] },
];
