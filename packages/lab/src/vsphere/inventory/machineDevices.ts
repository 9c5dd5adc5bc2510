import { SWITCH } from './Layout.ts';
import type { Layout } from './Layout.ts';
import type {
  MachineDetail,
  MachineDisk,
  MachineNic,
} from '../../world/estate/Machine.ts';
import {
  bool,
  int,
  long,
  reference,
  struct,
  subclass,
  text,
  type Value,
} from '../soap/value.ts';

const CONTROLLER_KEY = 1000;
const FIRST_DISK_KEY = 2000;
export const FIRST_NIC_KEY = 4000;

const label = (name: string, summary = name) =>
  subclass('Description', { label: text(name), summary: text(summary) });

const connectable = (connected: boolean) =>
  struct('VirtualDeviceConnectInfo', {
    startConnected: bool(true),
    allowGuestControl: bool(true),
    connected: bool(connected),
    status: text('ok'),
  });

/** The devices of a machine: controller, disks, network cards. */
export function devicesOf(
  layout: Layout,
  name: string,
  detail: Readonly<MachineDetail>,
): Value[] {
  return [
    subclass('ParaVirtualSCSIController', {
      key: int(CONTROLLER_KEY),
      deviceInfo: label('SCSI controller 0', 'VMware paravirtual SCSI'),
      busNumber: int(0),
      sharedBus: text('noSharing'),
      scsiCtlrUnitNumber: int(7),
    }),
    ...detail.disks.map((disk, index) => diskOf(layout, name, disk, index)),
    ...detail.nics.map((nic, index) => nicOf(layout, nic, index)),
  ];
}

function diskOf(
  layout: Layout,
  name: string,
  disk: MachineDisk,
  index: number,
): Value {
  const storage = layout.estate.storage(disk.storage);
  const file = index === 0 ? name : `${name}_${index}`;
  return subclass('VirtualDisk', {
    key: int(FIRST_DISK_KEY + index),
    deviceInfo: label(`Hard disk ${index + 1}`, `${disk.bytes / 1024} KB`),
    backing: subclass('VirtualDiskFlatVer2BackingInfo', {
      fileName: text(`[${disk.storage}] ${name}/${file}.vmdk`),
      datastore: reference('Datastore', layout.storageId(storage)),
      diskMode: text('persistent'),
      thinProvisioned: bool(disk.thin),
    }),
    controllerKey: int(CONTROLLER_KEY),
    // 7 is the controller's own.
    unitNumber: int(index < 7 ? index : index + 1),
    capacityInKB: long(disk.bytes / 1024),
    capacityInBytes: long(disk.bytes),
  });
}

function nicOf(layout: Layout, nic: MachineNic, index: number): Value {
  return subclass('VirtualVmxnet3', {
    key: int(FIRST_NIC_KEY + index),
    deviceInfo: label(`Network adapter ${index + 1}`, nic.network),
    backing: backingOf(layout, nic),
    connectable: connectable(nic.connected),
    controllerKey: int(100),
    unitNumber: int(7 + index),
    addressType: text('assigned'),
    macAddress: text(nic.mac),
    wakeOnLanEnabled: bool(true),
  });
}

function backingOf(layout: Layout, nic: MachineNic): Value {
  const plan = layout.estate.network(nic.network);
  const id = layout.networkId(plan);
  if (plan.kind === 'standard') {
    return subclass('VirtualEthernetCardNetworkBackingInfo', {
      deviceName: text(nic.network),
      network: reference('Network', id),
    });
  }
  return subclass('VirtualEthernetCardDistributedVirtualPortBackingInfo', {
    port: struct('DistributedVirtualSwitchPortConnection', {
      switchUuid: text(layout.estate.idOf('switch', SWITCH)),
      portgroupKey: text(id),
    }),
  });
}
