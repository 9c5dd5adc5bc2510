import type {
  EstateNetworkPlan,
  EstateStoragePlan,
} from '../../world/estate/estatePlan.ts';
import {
  bool,
  int,
  list,
  long,
  reference,
  references,
  scalar,
  struct,
  subclass,
  text,
  type Struct,
  type Value,
} from '../soap/value.ts';
import { networksOf } from './hostProperties.ts';
import { SPECIAL_FOLDERS, SWITCH, UPLINKS, type Layout } from './Layout.ts';
import type { Properties } from './ManagedObject.ts';

const green = () => scalar('ManagedEntityStatus', 'green');

export function clusterProperties(layout: Layout, name: string): Properties {
  const hosts = [...layout.estate.hosts.values()].filter(
    ({ plan }) => plan.cluster === name,
  );
  const [root] = layout.poolsOf(name);
  return {
    name: () => text(name),
    parent: () => reference('Folder', SPECIAL_FOLDERS.host),
    host: () =>
      references(
        hosts.map(host => ({
          kind: 'HostSystem',
          id: layout.hostId(host.name),
        })),
      ),
    resourcePool: () => root && reference('ResourcePool', root.id),
    network: () => references(networksOf(layout)),
    overallStatus: green,
  };
}

export function storageProperties(
  layout: Layout,
  plan: EstateStoragePlan,
): Properties {
  const hosts = [...layout.estate.hosts.keys()].filter(
    host => plan.shared || plan.host === host,
  );
  const ref = reference('Datastore', layout.storageId(plan));
  return {
    name: () => text(plan.name),
    parent: () => reference('Folder', SPECIAL_FOLDERS.datastore),
    summary: () =>
      struct('DatastoreSummary', {
        datastore: ref,
        name: text(plan.name),
        url: text(
          `ds:///vmfs/volumes/${layout.estate.idOf('storage', plan.name)}/`,
        ),
        capacity: long(plan.capacityBytes),
        freeSpace: long(plan.capacityBytes * (1 - plan.usedFraction)),
        accessible: bool(true),
        multipleHostAccess: bool(hosts.length > 1),
        type: text(plan.type),
        maintenanceMode: text('normal'),
      }),
    host: () =>
      list(
        'DatastoreHostMount',
        hosts.map(host =>
          struct('DatastoreHostMount', {
            key: reference('HostSystem', layout.hostId(host)),
            mountInfo: struct('HostMountInfo', {
              accessMode: text('readWrite'),
              mounted: bool(true),
              accessible: bool(true),
            }),
          }),
        ),
      ),
    overallStatus: green,
  };
}

export function networkProperties(
  layout: Layout,
  plan: EstateNetworkPlan,
): Properties {
  const id = layout.networkId(plan);
  const common = networkOf(layout, plan.name);
  if (plan.kind === 'standard') return common;
  return {
    ...common,
    ...portGroupOf(id, plan.name, vlanOf(plan), plan.description),
  };
}

export function uplinkProperties(layout: Layout): Properties {
  const name = 'dvs-south-uplinks';
  return {
    ...networkOf(layout, name),
    ...portGroupOf(UPLINKS, name, trunk([[0, 4094]]), undefined, true),
  };
}

export function switchProperties(layout: Layout): Properties {
  return {
    name: () => text('dvs-south'),
    parent: () => reference('Folder', SPECIAL_FOLDERS.network),
    uuid: () => text(layout.estate.idOf('switch', SWITCH)),
    overallStatus: green,
  };
}

function networkOf(layout: Layout, name: string): Properties {
  return {
    name: () => text(name),
    parent: () => reference('Folder', SPECIAL_FOLDERS.network),
    host: () =>
      references(
        [...layout.estate.hosts.keys()].map(host => ({
          kind: 'HostSystem',
          id: layout.hostId(host),
        })),
      ),
    summary: () =>
      struct('NetworkSummary', { name: text(name), accessible: bool(true) }),
    overallStatus: green,
  };
}

function portGroupOf(
  id: string,
  name: string,
  vlan: Struct,
  description?: string,
  uplink = false,
): Properties {
  return {
    key: () => text(id),
    config: () =>
      struct('DVPortgroupConfigInfo', {
        key: text(id),
        name: text(name),
        numPorts: int(8),
        distributedVirtualSwitch: reference(
          'VmwareDistributedVirtualSwitch',
          SWITCH,
        ),
        defaultPortConfig: subclass('VMwareDVSPortSetting', { vlan }),
        description: description === undefined ? undefined : text(description),
        type: text('earlyBinding'),
        uplink: bool(uplink),
      }),
  };
}

function vlanOf({ vlan, trunk: ranges }: EstateNetworkPlan): Struct {
  if (ranges !== undefined) {
    return trunk(
      ranges.split(',').map(range => {
        const [start = 0, end = start] = range.split('-').map(Number);
        return [start, end];
      }),
    );
  }
  return subclass('VmwareDistributedVirtualSwitchVlanIdSpec', {
    inherited: bool(false),
    vlanId: int(vlan ?? 0),
  });
}

function trunk(ranges: [number, number][]): Struct {
  return subclass('VmwareDistributedVirtualSwitchTrunkVlanSpec', {
    inherited: bool(false),
    vlanId: list(
      'NumericRange',
      ranges.map(([start, end]): Value =>
        struct('NumericRange', { start: int(start), end: int(end) }),
      ),
    ),
  });
}
