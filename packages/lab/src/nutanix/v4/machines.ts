import { createHash } from 'node:crypto';
import type { Machine, MachineNic } from '../../world/estate/Machine.ts';
import type { PrismCentral } from '../PrismCentral.ts';
import { vlansOf } from '../trunk.ts';

/*
 * Forms of the Nutanix VMM API reference: `vmm.v4.ahv.config.Vm` of v4.0 and of v4.2, which
 * renames both parts of a NIC and adds projects.
 */

const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

/** `10.40.20.11/24` as the API gives an address; its prefix is never told. */
function address(text: string) {
  const value = text.split('/')[0] ?? '';
  return { value, prefixLength: value.includes(':') ? 128 : 32 };
}

const powerStates = { running: 'ON', stopped: 'OFF', paused: 'PAUSED' };

function nicOf(
  central: PrismCentral,
  machine: Machine,
  nic: MachineNic,
  version: string,
) {
  const { trunk } = central.estate.network(nic.network);
  const isRunning = machine.power === 'running';
  const v4 = nic.addresses.filter(text => !text.includes(':')).map(address);
  const v6 = nic.addresses.filter(text => text.includes(':')).map(address);
  const backing = {
    model: 'VIRTIO',
    macAddress: nic.mac,
    isConnected: nic.connected,
    numQueues: 1,
  };
  const network = {
    nicType: 'NORMAL_NIC',
    subnet: { extId: central.id('network', nic.network) },
    vlanMode: trunk === undefined ? 'ACCESS' : 'TRUNK',
    ...(trunk === undefined ? {} : { trunkedVlans: vlansOf(trunk) }),
    shouldAllowUnknownMacs: false,
    ...(v4[0]
      ? { ipv4Config: { shouldAssignIp: true, ipAddress: v4[0] } }
      : {}),
    ...(isRunning && v4.length > 0
      ? { ipv4Info: { learnedIpAddresses: v4 } }
      : {}),
  };
  const extId = central.id('nic', `${machine.uuid}/${nic.key}`);
  if (version < 'v4.2') {
    return { extId, backingInfo: backing, networkInfo: network };
  }
  return {
    extId,
    nicBackingInfo: {
      $objectType: 'vmm.v4.ahv.config.VirtualEthernetNic',
      ...backing,
    },
    nicNetworkInfo: {
      $objectType: 'vmm.v4.ahv.config.VirtualEthernetNicNetworkInfo',
      ...network,
      ...(isRunning && v6.length > 0
        ? { ipv6Info: { learnedIpv6Addresses: v6 } }
        : {}),
    },
  };
}

function disksOf(central: PrismCentral, machine: Machine) {
  return machine.detail.disks.map((disk, index) => {
    const extId = central.id('disk', `${machine.uuid}/${disk.key}`);
    return {
      extId,
      diskAddress: { busType: 'SCSI', index },
      backingInfo: {
        $objectType: 'vmm.v4.ahv.config.VmDisk',
        diskExtId: extId,
        diskSizeBytes: disk.bytes,
        storageContainer: { extId: central.id('storage', disk.storage) },
        isMigrationInProgress: false,
      },
    };
  });
}

function guestToolsOf(machine: Machine) {
  const { agent, system } = machine.detail;
  if (agent === 'absent') return {};
  const reachable = agent === 'answering' && machine.power === 'running';
  return {
    guestTools: {
      version: '4.1',
      isInstalled: true,
      isEnabled: true,
      isReachable: reachable,
      guestOsVersion: `${system.family}:64:${system.prettyName}`,
      capabilities: ['VSS_SNAPSHOT'],
    },
  };
}

function customizationOf(machine: Machine) {
  const { userData } = machine.detail;
  if (userData === undefined) return {};
  return {
    guestCustomization: {
      config: {
        $objectType: 'vmm.v4.ahv.config.CloudInit',
        datasourceType: 'CONFIG_DRIVE_V2',
        cloudInitScript: {
          $objectType: 'vmm.v4.ahv.config.Userdata',
          value: Buffer.from(userData).toString('base64'),
        },
      },
    },
  };
}

/** One machine as v4 gives it, in lists and alone. */
export function vmOf(
  central: PrismCentral,
  machine: Machine,
  version: string,
): object {
  const { detail } = machine;
  const isPlaced = machine.power !== 'stopped' && machine.host !== undefined;
  return {
    $objectType: 'vmm.v4.ahv.config.Vm',
    $reserved: { $fv: 'v4.r0' },
    extId: machine.uuid,
    // Wrong on purpose, as those of the real one are from outside.
    links: [
      {
        href: `http://127.0.0.1:9444/api/vmm/${version}/ahv/config/vms/${machine.uuid}`,
        rel: 'self',
      },
    ],
    name: machine.name,
    ...(detail.description ? { description: detail.description } : {}),
    createTime: iso(detail.createdAt),
    updateTime: iso(detail.createdAt),
    numSockets: detail.sockets,
    numCoresPerSocket: detail.coresPerSocket,
    numThreadsPerCore: 1,
    memorySizeBytes: detail.memoryBytes,
    biosUuid: detail.biosUuid,
    generationUuid: central.id('generation', machine.uuid),
    machineType: 'PC',
    powerState: powerStates[machine.power],
    hardwareClockTimezone: 'UTC',
    bootConfig: {
      $objectType: 'vmm.v4.ahv.config.LegacyBoot',
      bootOrder: ['CDROM', 'DISK', 'NETWORK'],
    },
    ...(Object.keys(detail.tags).length > 0
      ? {
          categories: central
            .categoriesOf(machine)
            .map(name => ({ extId: central.categoryId(name) })),
        }
      : {}),
    ...(version >= 'v4.2'
      ? { project: { extId: central.id('project', machine.folder) } }
      : {}),
    ownershipInfo: { owner: { extId: central.id('user', machine.folder) } },
    cluster: { extId: central.id('cluster', machine.cluster) },
    ...(isPlaced
      ? { host: { extId: central.id('host', machine.host ?? '') } }
      : {}),
    ...guestToolsOf(machine),
    ...customizationOf(machine),
    disks: disksOf(central, machine),
    nics: detail.nics.map(nic => nicOf(central, machine, nic, version)),
  };
}

/** `vmm.v4.content.Template`. */
export function templateOf(central: PrismCentral, machine: Machine): object {
  const { detail } = machine;
  return {
    $objectType: 'vmm.v4.content.Template',
    extId: machine.uuid,
    templateName: machine.name,
    ...(detail.description ? { templateDescription: detail.description } : {}),
    createTime: iso(detail.createdAt),
    updateTime: iso(detail.createdAt),
    templateVersionSpec: {
      extId: central.id('template-version', machine.uuid),
      versionName: 'Initial Version',
      isActiveVersion: true,
    },
  };
}

/** Changes with every change of the entity; compared, never read. */
export function etagOf(entity: object): string {
  return createHash('sha256')
    .update(JSON.stringify(entity))
    .digest('base64url');
}
