import type { Guest } from '@flyloft/plugin-inventory-common';
import {
  looseBoolean,
  looseNumber,
  looseText,
  parseMacAddress,
} from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import type { DiskRecord, NicRecord, VmRecord } from '../records';
import {
  addressesOf,
  osNameOf,
  textOf,
  timeOf,
  trunksOf,
  uuidOf,
  withoutDoubles,
} from '../values';
import { addressSchema, looseList, referenceSchema } from './answer';

/*
 * A virtual machine: Nutanix VMM API reference v4.0 to v4.3,
 * `vmm.v4.ahv.config.Vm`, list `GET /api/vmm/v4.x/ahv/config/vms`. The fields
 * stand as in the published models (`ntnx-vmm-py-client` 4.0.1, 4.2.2, 4.3.2).
 */

/**
 * What a NIC is plugged into: `vmm.v4.ahv.config.NicNetworkInfo` in v4.0,
 * `VirtualEthernetNicNetworkInfo` from v4.2 on, the latter with `ipv6Info`.
 */
const networkInfoSchema = z
  .object({
    subnet: referenceSchema,
    /** `VlanMode`: ACCESS, TRUNK. */
    vlanMode: looseText,
    trunkedVlans: z.array(z.number()).optional().catch(undefined),
    /** `Ipv4Config`: what Prism Central itself gives the NIC. */
    ipv4Config: z
      .object({
        ipAddress: addressSchema.optional().catch(undefined),
        secondaryIpAddressList: looseList(addressSchema),
      })
      .optional()
      .catch(undefined),
    /** `Ipv4Info`: what the cluster saw on the wire. */
    ipv4Info: z
      .object({ learnedIpAddresses: looseList(addressSchema) })
      .optional()
      .catch(undefined),
    /** `Ipv6Info`, from v4.2 on. */
    ipv6Info: z
      .object({ learnedIpv6Addresses: looseList(addressSchema) })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

/** `EmulatedNic` in v4.0, `VirtualEthernetNic` from v4.2 on; the same fields. */
const nicBackingSchema = z
  .object({
    model: looseText,
    macAddress: looseText,
    isConnected: looseBoolean,
  })
  .optional()
  .catch(undefined);

/** `vmm.v4.ahv.config.Nic`; v4.2 renames both its parts. */
const nicSchema = z.object({
  extId: looseText,
  backingInfo: nicBackingSchema,
  nicBackingInfo: nicBackingSchema,
  networkInfo: networkInfoSchema,
  nicNetworkInfo: networkInfoSchema,
});

/** `vmm.v4.ahv.config.Disk`: the backing is a `VmDisk` or an `ADSFVolumeGroupReference`. */
const diskSchema = z.object({
  extId: looseText,
  /** `DiskAddress`: busType SCSI, IDE, PCI, SATA, SPAPR, and index. */
  diskAddress: z
    .object({ busType: looseText, index: looseNumber })
    .optional()
    .catch(undefined),
  backingInfo: z
    .object({
      $objectType: looseText,
      diskExtId: looseText,
      diskSizeBytes: looseNumber,
      storageContainer: referenceSchema,
      volumeGroupExtId: looseText,
    })
    .optional()
    .catch(undefined),
});

/** `vmm.v4.config.GuestTools`; `guestInfo` (`GuestInfo`) from v4.3 on. */
const guestToolsSchema = z
  .object({
    isInstalled: looseBoolean,
    isEnabled: looseBoolean,
    isReachable: looseBoolean,
    guestOsVersion: looseText,
    guestInfo: z
      .object({
        guestOsFullName: looseText,
        lastBootUpTime: looseText,
        dnsName: z.object({ value: looseText }).optional().catch(undefined),
      })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

const vmSchema = z.object({
  extId: z.string().min(1),
  name: looseText,
  description: looseText,
  /** `PowerState`: ON, OFF, PAUSED, UNDETERMINED. */
  powerState: looseText,
  cluster: referenceSchema,
  /** Absent while the machine is off. */
  host: referenceSchema,
  numSockets: looseNumber,
  numCoresPerSocket: looseNumber,
  numThreadsPerCore: looseNumber,
  memorySizeBytes: looseNumber,
  biosUuid: looseText,
  createTime: looseText,
  categories: looseList(z.object({ extId: z.string() })),
  /** From v4.1 on. */
  project: referenceSchema,
  ownershipInfo: z
    .object({ owner: referenceSchema })
    .optional()
    .catch(undefined),
  guestTools: guestToolsSchema,
  nics: looseList(nicSchema),
  disks: looseList(diskSchema),
});

type V4Vm = z.output<typeof vmSchema>;

const powerStates: Record<string, Guest['powerState']> = {
  ON: 'running',
  OFF: 'stopped',
  PAUSED: 'paused',
};

function agentStateOf(tools: V4Vm['guestTools']): Guest['agentState'] {
  if (!tools || tools.isInstalled === false) return 'none';
  if (tools.isReachable === undefined) return 'unknown';
  return tools.isReachable ? 'running' : 'not-running';
}

function nicAddresses(network: z.output<typeof networkInfoSchema>) {
  const { ipv4Config, ipv4Info, ipv6Info } = network ?? {};
  const configured = [
    ...(ipv4Config?.ipAddress ? [ipv4Config.ipAddress] : []),
    ...(ipv4Config?.secondaryIpAddressList ?? []),
  ];
  const seen = [
    ...(ipv4Info?.learnedIpAddresses ?? []),
    ...(ipv6Info?.learnedIpv6Addresses ?? []),
  ];
  return withoutDoubles([
    ...addressesOf(seen, 'agent'),
    ...addressesOf(configured, 'configured'),
  ]);
}

function nicOf(nic: z.output<typeof nicSchema>, index: number): NicRecord {
  const backing = nic.nicBackingInfo ?? nic.backingInfo;
  const network = nic.nicNetworkInfo ?? nic.networkInfo;
  const isTrunk = network?.vlanMode === 'TRUNK';
  return {
    key: nic.extId ?? `nic${index}`,
    macAddress: parseMacAddress(backing?.macAddress),
    model: backing?.model?.toLocaleLowerCase('en-US') ?? null,
    connected: backing?.isConnected ?? null,
    subnetId: network?.subnet?.extId ?? null,
    vlanMode: isTrunk ? 'trunk' : 'access',
    trunks: isTrunk ? trunksOf(network.trunkedVlans) : null,
    addresses: nicAddresses(network),
  };
}

function diskOf(disk: z.output<typeof diskSchema>, index: number): DiskRecord {
  const { diskAddress, backingInfo } = disk;
  const bus = diskAddress?.busType?.toLocaleLowerCase('en-US') ?? 'disk';
  const volumeGroup = backingInfo?.volumeGroupExtId;
  return {
    key: `${bus}.${diskAddress?.index ?? index}`,
    volume: volumeGroup ?? backingInfo?.diskExtId ?? disk.extId ?? null,
    sizeBytes: backingInfo?.diskSizeBytes ?? null,
    bus: volumeGroup === undefined ? bus : 'volume-group',
    containerId: backingInfo?.storageContainer?.extId ?? null,
  };
}

/** What stands behind ids: where it is and whose it is. */
function referencesOf(vm: V4Vm) {
  return {
    clusterId: vm.cluster?.extId ?? null,
    hostId: vm.host?.extId ?? null,
    categoryIds: vm.categories.map(category => category.extId),
    projectId: vm.project?.extId ?? null,
    ownerId: vm.ownershipInfo?.owner?.extId ?? null,
  };
}

/** What the guest tools tell from inside. */
function insideOf({ guestTools }: V4Vm) {
  const inside = guestTools?.guestInfo;
  return {
    agentState: agentStateOf(guestTools),
    osName: osNameOf(inside?.guestOsFullName ?? guestTools?.guestOsVersion),
    hostName: textOf(inside?.dnsName?.value),
    ...(inside && { startedAt: timeOf(inside.lastBootUpTime) }),
  };
}

/** Reads one machine of a v4 list. */
export function vmOfV4(entity: unknown): VmRecord {
  const vm = vmSchema.parse(entity);
  return {
    id: vm.extId,
    name: vm.name ?? vm.extId,
    description: textOf(vm.description),
    power: powerStates[vm.powerState ?? ''] ?? 'unknown',
    sockets: vm.numSockets ?? null,
    coresPerSocket: vm.numCoresPerSocket ?? null,
    threadsPerCore: vm.numThreadsPerCore ?? null,
    memoryBytes: vm.memorySizeBytes ?? null,
    biosUuid: uuidOf(vm.biosUuid),
    createdAt: timeOf(vm.createTime),
    tags: null,
    ...referencesOf(vm),
    ...insideOf(vm),
    nics: vm.nics.map(nicOf),
    disks: vm.disks.map(diskOf),
    raw: entity as Record<string, unknown>,
  };
}
