import type { Estate } from '../../world/estate/Estate.ts';
import type {
  Machine,
  MachineDetail,
  MachineSnapshot,
} from '../../world/estate/Machine.ts';
import {
  bool,
  int,
  list,
  reference,
  references,
  scalar,
  struct,
  subclass,
  text,
  time,
  type Struct,
  type Value,
} from '../soap/value.ts';
import type { Layout } from './Layout.ts';
import { devicesOf, FIRST_NIC_KEY } from './machineDevices.ts';
import type { Properties } from './ManagedObject.ts';

const MIB = 1_048_576;

const GUEST_IDS: Record<string, string> = {
  debian: 'debian12_64Guest',
  ubuntu: 'ubuntu64Guest',
  rocky: 'rockylinux_64Guest',
  rhel: 'rhel8_64Guest',
  alpine: 'otherLinux64Guest',
  freebsd: 'freebsd14_64Guest',
};

const POWER = {
  running: 'poweredOn',
  stopped: 'poweredOff',
  paused: 'suspended',
} as const;

function guestId({ id, family, versionId }: MachineDetail['system']): string {
  if (family === 'windows') {
    return versionId === '11'
      ? 'windows11_64Guest'
      : versionId === '2012'
        ? 'windows8Server64Guest'
        : 'windows2019srvNext_64Guest';
  }
  return GUEST_IDS[id] ?? 'otherGuest64';
}

function familyOf({ id, family }: MachineDetail['system']): string {
  if (id === 'freebsd') return 'otherGuestFamily';
  return family === 'windows' ? 'windowsGuest' : 'linuxGuest';
}

/** Everything a machine tells, drawn once for all that is asked at a time. */
export function machineProperties(
  layout: Layout,
  machine: Machine,
): Properties {
  let drawn: Readonly<MachineDetail> | undefined;
  const detail = () => (drawn ??= machine.detail);
  const { estate } = layout;
  const tags = () =>
    list(
      'CustomFieldValue',
      Object.entries(detail().tags).map(([name, value]) =>
        subclass('CustomFieldStringValue', {
          key: int(layout.fieldKey(name)),
          value: text(value),
        }),
      ),
    );
  return {
    name: () => text(machine.name),
    parent: () => reference('Folder', layout.folderOf(machine)),
    resourcePool: () => {
      const pool = layout.poolOf(machine);
      return pool === undefined ? undefined : reference('ResourcePool', pool);
    },
    config: () => configOf(layout, machine, detail()),
    runtime: () => runtimeOf(layout, machine),
    guest: () => guestOf(machine, detail(), isHeard(estate, machine)),
    summary: () => summaryOf(layout, machine, detail()),
    snapshot: () => snapshotOf(machine, detail()),
    customValue: tags,
    value: tags,
    datastore: () => storagesOf(layout, detail()),
    network: () => networksOf(layout, detail()),
    parentVApp: () => undefined,
    overallStatus: () => scalar('ManagedEntityStatus', 'green'),
  };
}

function summaryOf(
  layout: Layout,
  machine: Machine,
  detail: Readonly<MachineDetail>,
): Struct {
  return struct('VirtualMachineSummary', {
    vm: reference('VirtualMachine', layout.machineId(machine)),
    runtime: runtimeOf(layout, machine),
    config: struct('VirtualMachineConfigSummary', {
      name: text(machine.name),
      template: bool(machine.template),
      vmPathName: text(pathName(machine, detail)),
      memorySizeMB: int(detail.memoryBytes / MIB),
      numCpu: int(detail.sockets * detail.coresPerSocket),
      uuid: text(detail.biosUuid),
      instanceUuid: text(machine.uuid),
      guestId: text(guestId(detail.system)),
    }),
    overallStatus: scalar('ManagedEntityStatus', 'green'),
  });
}

function storagesOf(layout: Layout, { disks }: Readonly<MachineDetail>): Value {
  const names = new Set(disks.map(({ storage }) => storage));
  return references(
    [...names].map(name => ({
      kind: 'Datastore',
      id: layout.storageId(layout.estate.storage(name)),
    })),
  );
}

function networksOf(layout: Layout, { nics }: Readonly<MachineDetail>): Value {
  const names = new Set(nics.map(({ network }) => network));
  return references(
    [...names].map(name => {
      const plan = layout.estate.network(name);
      return {
        kind:
          plan.kind === 'distributed'
            ? 'DistributedVirtualPortgroup'
            : 'Network',
        id: layout.networkId(plan),
      };
    }),
  );
}

function pathName({ name }: Machine, { disks }: Readonly<MachineDetail>) {
  return `[${disks[0]?.storage ?? 'none'}] ${name}/${name}.vmx`;
}

/** Of a host that does not answer, vCenter knows nothing new. */
function isHeard(estate: Estate, { host }: Machine): boolean {
  return host === undefined || estate.host(host).condition === 'online';
}

function configOf(
  layout: Layout,
  machine: Machine,
  detail: Readonly<MachineDetail>,
): Struct {
  return struct('VirtualMachineConfigInfo', {
    changeVersion: text(`${machine.revision}`),
    modified: time(detail.createdAt),
    name: text(machine.name),
    guestFullName: text(detail.system.prettyName),
    version: text('vmx-21'),
    uuid: text(detail.biosUuid),
    createDate: time(detail.createdAt),
    instanceUuid: text(machine.uuid),
    template: bool(machine.template),
    guestId: text(guestId(detail.system)),
    annotation: text(detail.description),
    files: struct('VirtualMachineFileInfo', {
      vmPathName: text(pathName(machine, detail)),
    }),
    hardware: struct('VirtualHardware', {
      numCPU: int(detail.sockets * detail.coresPerSocket),
      numCoresPerSocket: int(detail.coresPerSocket),
      memoryMB: int(detail.memoryBytes / MIB),
      device: list('VirtualDevice', devicesOf(layout, machine.name, detail)),
    }),
    extraConfig: list(
      'OptionValue',
      detail.userData === undefined
        ? []
        : [
            struct('OptionValue', {
              key: text('guestinfo.userdata'),
              value: text(Buffer.from(detail.userData).toString('base64')),
            }),
          ],
    ),
    firmware: text('efi'),
  });
}

function runtimeOf(layout: Layout, machine: Machine): Struct {
  const heard = isHeard(layout.estate, machine);
  const isOn = machine.power === 'running';
  return struct('VirtualMachineRuntimeInfo', {
    host:
      machine.host === undefined
        ? undefined
        : reference('HostSystem', layout.hostId(machine.host)),
    connectionState: scalar(
      'VirtualMachineConnectionState',
      heard ? 'connected' : 'disconnected',
    ),
    powerState: scalar('VirtualMachinePowerState', POWER[machine.power]),
    dasVmProtection: isOn
      ? struct('VirtualMachineRuntimeInfoDasProtectionState', {
          dasProtected: bool(true),
        })
      : undefined,
    bootTime: isOn ? time(machine.bootedAt) : undefined,
    numMksConnections: int(0),
  });
}

function guestOf(
  { power }: Machine,
  detail: Readonly<MachineDetail>,
  heard: boolean,
): Struct {
  const answers = heard && power === 'running' && detail.agent === 'answering';
  const installed = detail.agent !== 'absent';
  return struct('GuestInfo', {
    toolsVersionStatus2: text(
      installed ? 'guestToolsUnmanaged' : 'guestToolsNotInstalled',
    ),
    toolsRunningStatus: text(
      answers ? 'guestToolsRunning' : 'guestToolsNotRunning',
    ),
    guestId: answers ? text(guestId(detail.system)) : undefined,
    guestFamily: answers ? text(familyOf(detail.system)) : undefined,
    guestFullName: answers ? text(detail.system.prettyName) : undefined,
    hostName: answers ? text(detail.hostname) : undefined,
    ipAddress: answers ? firstAddress(detail) : undefined,
    net: answers ? netOf(detail) : undefined,
    guestState: text(answers ? 'running' : 'notRunning'),
  });
}

function firstAddress({ nics }: Readonly<MachineDetail>): Value | undefined {
  const address = nics.flatMap(nic => nic.addresses)[0]?.split('/')[0];
  return address === undefined ? undefined : text(address);
}

function netOf({ nics }: Readonly<MachineDetail>): Value {
  return list(
    'GuestNicInfo',
    nics.map((nic, index) => {
      const addresses = nic.addresses.map(each => each.split('/'));
      return struct('GuestNicInfo', {
        network: text(nic.network),
        ipAddress: list(
          'string',
          addresses.map(([address = '']) => text(address)),
        ),
        macAddress: text(nic.mac),
        connected: bool(nic.connected),
        deviceConfigId: int(FIRST_NIC_KEY + index),
        ipConfig: struct('NetIpConfigInfo', {
          ipAddress: list(
            'NetIpConfigInfoIpAddress',
            addresses.map(([address = '', length = '0']) =>
              struct('NetIpConfigInfoIpAddress', {
                ipAddress: text(address),
                prefixLength: int(Number(length)),
                state: text('preferred'),
              }),
            ),
          ),
        }),
      });
    }),
  );
}

function snapshotOf(
  machine: Machine,
  { snapshots }: Readonly<MachineDetail>,
): Struct | undefined {
  const oldestFirst = [...snapshots].sort((a, b) => a.time - b.time);
  if (oldestFirst.length === 0) return undefined;
  const id = (index: number) => `snapshot-${machine.number}${index}`;
  const tree = (index: number): Value | undefined => {
    const each: MachineSnapshot | undefined = oldestFirst[index];
    return (
      each &&
      struct('VirtualMachineSnapshotTree', {
        snapshot: reference('VirtualMachineSnapshot', id(index)),
        vm: reference('VirtualMachine', `vm-${1000 + machine.number}`),
        name: text(each.name),
        description: text(each.description),
        id: int(index + 1),
        createTime: time(each.time),
        state: scalar('VirtualMachinePowerState', POWER[machine.power]),
        quiesced: bool(false),
        childSnapshotList: tree(index + 1),
      })
    );
  };
  return struct('VirtualMachineSnapshotInfo', {
    currentSnapshot: reference(
      'VirtualMachineSnapshot',
      id(oldestFirst.length - 1),
    ),
    rootSnapshotList: tree(0),
  });
}
