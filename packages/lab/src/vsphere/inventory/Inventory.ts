import type { Estate } from '../../world/estate/Estate.ts';
import {
  int,
  list,
  reference,
  struct,
  text,
  type Reference,
} from '../soap/value.ts';
import { certificateProperties, hostProperties } from './hostProperties.ts';
import {
  DATACENTER,
  Layout,
  ROOT_FOLDER,
  SPECIAL_FOLDERS,
  SWITCH,
  UPLINKS,
} from './Layout.ts';
import { isA } from './kinds.ts';
import { machineProperties } from './machineProperties.ts';
import type { ManagedObject, Properties } from './ManagedObject.ts';
import {
  clusterProperties,
  networkProperties,
  storageProperties,
  switchProperties,
  uplinkProperties,
} from './siteProperties.ts';

interface FixedObject {
  kind: string;
  properties: () => Properties;
}

/**
 * The objects of a vCenter over an estate. What does not move is laid out once; a machine is
 * looked up each time, as it is then.
 */
export class Inventory {
  readonly layout: Layout;
  private readonly fixed: Map<string, FixedObject> = new Map();

  constructor(estate: Estate, now: () => number) {
    this.layout = new Layout(estate);
    this.layOutFolders();
    this.layOutCompute(now);
    this.layOutStoragesAndNetworks();
    this.add('CustomFieldsManager', 'CustomFieldsManager', () => ({
      field: () =>
        list(
          'CustomFieldDef',
          [...this.layout.fieldKeys].map(([name, key]) =>
            struct('CustomFieldDef', {
              key: int(key),
              name: text(name),
              type: text('string'),
              managedObjectType: text('VirtualMachine'),
            }),
          ),
        ),
    }));
  }

  /** The objects below the root folder, machines last. */
  *refs(): Generator<Reference> {
    for (const [id, { kind }] of this.fixed) {
      if (id !== ROOT_FOLDER && isA(kind, 'ManagedEntity')) yield { kind, id };
    }
    for (const machine of this.layout.estate.machines.values())
      yield { kind: 'VirtualMachine', id: this.layout.machineId(machine) };
  }

  object(id: string): ManagedObject | undefined {
    const fixed = this.fixed.get(id);
    if (fixed)
      return { ref: { kind: fixed.kind, id }, properties: fixed.properties() };
    const machine = this.layout.machineOf(id);
    return (
      machine && {
        ref: { kind: 'VirtualMachine', id },
        properties: machineProperties(this.layout, machine),
      }
    );
  }

  private add(kind: string, id: string, properties: () => Properties): void {
    this.fixed.set(id, { kind, properties });
  }

  private addFolder(
    id: string,
    name: string,
    parent: { kind: string; id: string } | undefined,
  ): void {
    this.add('Folder', id, () => ({
      name: () => text(name),
      parent: () => parent && reference(parent.kind, parent.id),
      childEntity: () => list('ManagedObjectReference', this.childrenOf(id)),
    }));
  }

  private childrenOf(folder: string) {
    const folders = [...this.layout.folders.values()]
      .filter(({ parent }) => parent === folder)
      .map(({ id }) => reference('Folder', id));
    if (folder === ROOT_FOLDER) return [reference('Datacenter', DATACENTER)];
    const machines = [...this.layout.estate.machines.values()]
      .filter(machine => this.layout.folderOf(machine) === folder)
      .map(machine =>
        reference('VirtualMachine', this.layout.machineId(machine)),
      );
    return [...folders, ...machines];
  }

  private layOutFolders(): void {
    this.addFolder(ROOT_FOLDER, 'Datacenters', undefined);
    this.add('Datacenter', DATACENTER, () => ({
      name: () => text('South'),
      parent: () => reference('Folder', ROOT_FOLDER),
      vmFolder: () => reference('Folder', SPECIAL_FOLDERS.vm),
      hostFolder: () => reference('Folder', SPECIAL_FOLDERS.host),
      datastoreFolder: () => reference('Folder', SPECIAL_FOLDERS.datastore),
      networkFolder: () => reference('Folder', SPECIAL_FOLDERS.network),
    }));
    for (const [name, id] of Object.entries(SPECIAL_FOLDERS))
      this.addFolder(id, name, { kind: 'Datacenter', id: DATACENTER });
    for (const { id, name, parent } of this.layout.folders.values())
      this.addFolder(id, name, { kind: 'Folder', id: parent });
  }

  private layOutCompute(now: () => number): void {
    const { layout } = this;
    for (const name of layout.estate.plan.clusters) {
      const id = layout.clusterId(name);
      this.add('ClusterComputeResource', id, () =>
        clusterProperties(layout, name),
      );
      for (const pool of layout.poolsOf(name))
        this.add('ResourcePool', pool.id, () => ({
          name: () => text(pool.name),
          parent: () =>
            pool.parent === undefined
              ? reference('ClusterComputeResource', id)
              : reference('ResourcePool', pool.parent),
          owner: () => reference('ClusterComputeResource', id),
        }));
    }
    for (const host of layout.estate.hosts.values()) {
      this.add('HostSystem', layout.hostId(host.name), () =>
        hostProperties(layout, host, now()),
      );
      this.add(
        'HostCertificateManager',
        layout.certificateManagerId(host.name),
        () => certificateProperties(host),
      );
    }
  }

  private layOutStoragesAndNetworks(): void {
    const { layout } = this;
    for (const plan of layout.estate.plan.storages)
      this.add('Datastore', layout.storageId(plan), () =>
        storageProperties(layout, plan),
      );
    this.add('VmwareDistributedVirtualSwitch', SWITCH, () =>
      switchProperties(layout),
    );
    this.add('DistributedVirtualPortgroup', UPLINKS, () =>
      uplinkProperties(layout),
    );
    for (const plan of layout.estate.plan.networks)
      this.add(
        plan.kind === 'distributed' ? 'DistributedVirtualPortgroup' : 'Network',
        layout.networkId(plan),
        () => networkProperties(layout, plan),
      );
  }
}
