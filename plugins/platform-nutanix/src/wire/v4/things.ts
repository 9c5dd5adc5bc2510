import {
  integerWithin,
  looseBoolean,
  looseNumber,
  looseText,
  networkOf,
} from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import type {
  ClusterRecord,
  ContainerRecord,
  HostRecord,
  SubnetRecord,
} from '../records';
import { textOf, timeOfMicroseconds, vendorOf } from '../values';
import { addressSchema, ipAddressSchema, looseList } from './answer';

const texts = z.array(z.string()).optional().catch(undefined);
const id = z.string().min(1);

/*
 * Nutanix Cluster Management API reference v4.0 to v4.3,
 * `clustermgmt.v4.config.Cluster`, `GET /api/clustermgmt/v4.x/config/clusters`:
 * `config` is a `ClusterConfigReference`, its `buildInfo` a `BuildReference`,
 * its `clusterFunction` a list of `ClusterFunctionRef`.
 */
const clusterSchema = z.object({
  extId: id,
  name: looseText,
  config: z
    .object({
      buildInfo: z.object({ version: looseText }).optional().catch(undefined),
      clusterFunction: texts,
      /** False when Prism Central can't reach it. */
      isAvailable: looseBoolean,
    })
    .optional()
    .catch(undefined),
});

/** Reads one cluster of a v4 list. */
export function clusterOfV4(entity: unknown): ClusterRecord {
  const { extId, name, config } = clusterSchema.parse(entity);
  const functions = config?.clusterFunction ?? [];
  return {
    id: extId,
    name: name ?? extId,
    version: config?.buildInfo?.version ?? null,
    isPrismCentral: functions.includes('PRISM_CENTRAL'),
    runsGuests: functions.length === 0 || functions.includes('AOS'),
    available: config?.isAvailable ?? null,
  };
}

/*
 * `clustermgmt.v4.config.Host`, `GET /api/clustermgmt/v4.x/config/hosts`:
 * `hypervisor` is a `HypervisorReference` (its `state` a `HypervisorState`, its
 * `acropolisConnectionState` CONNECTED or DISCONNECTED), `cluster` a
 * `ClusterReference` (uuid), `disk` a list of `DiskReference`. `nodeSerial`
 * from v4.2 on; before, the block's serial is all there is.
 */
const hostSchema = z.object({
  extId: id,
  hostName: looseText,
  cluster: z.object({ uuid: looseText }).optional().catch(undefined),
  hypervisor: z
    .object({
      externalAddress: ipAddressSchema,
      fullName: looseText,
      state: looseText,
      acropolisConnectionState: looseText,
    })
    .optional()
    .catch(undefined),
  maintenanceState: looseText,
  cpuModel: looseText,
  numberOfCpuSockets: looseNumber,
  numberOfCpuCores: looseNumber,
  numberOfCpuThreads: looseNumber,
  memorySizeBytes: looseNumber,
  bootTimeUsecs: looseNumber,
  blockModel: looseText,
  blockSerial: looseText,
  nodeSerial: looseText,
  disk: looseList(z.object({ sizeInBytes: looseNumber })),
});

type V4Host = z.output<typeof hostSchema>;

function maintenanceOf(host: V4Host): boolean | null {
  const state = host.hypervisor?.state;
  if (state === undefined) return null;
  return state.includes('MAINTENANCE_MODE');
}

function diskBytesOf(host: V4Host): number | null {
  const sizes = host.disk.flatMap(disk => disk.sizeInBytes ?? []);
  return sizes.length > 0 ? sizes.reduce((a, b) => a + b, 0) : null;
}

/** Reads one host of a v4 list. */
export function hostOfV4(entity: unknown): HostRecord {
  const host = hostSchema.parse(entity);
  const { hypervisor } = host;
  const connection = hypervisor?.acropolisConnectionState;
  const model = textOf(host.blockModel);
  return {
    id: host.extId,
    name: textOf(host.hostName),
    clusterId: host.cluster?.uuid ?? null,
    connected: connection === undefined ? null : connection === 'CONNECTED',
    maintenance: maintenanceOf(host),
    address:
      hypervisor?.externalAddress?.ipv4?.value ??
      hypervisor?.externalAddress?.ipv6?.value ??
      null,
    version: textOf(hypervisor?.fullName),
    cpuModel: textOf(host.cpuModel),
    cpuSockets: host.numberOfCpuSockets ?? null,
    cpuCores: host.numberOfCpuCores ?? null,
    cpuThreads: host.numberOfCpuThreads ?? null,
    memoryBytes: host.memorySizeBytes ?? null,
    diskBytes: diskBytesOf(host),
    startedAt: timeOfMicroseconds(host.bootTimeUsecs),
    vendor: vendorOf(model),
    model,
    serial: textOf(host.nodeSerial) ?? textOf(host.blockSerial),
  };
}

/*
 * `clustermgmt.v4.config.StorageContainer`,
 * `GET /api/clustermgmt/v4.x/config/storage-containers`. What is in use stands
 * in a call of its own per container (`/stats/storage-containers/{extId}`).
 */
const containerSchema = z.object({
  extId: looseText,
  containerExtId: looseText,
  name: looseText,
  clusterExtId: looseText,
  affinityHostExtId: looseText,
  isMarkedForRemoval: looseBoolean,
  maxCapacityBytes: looseNumber,
});

/** Reads one storage container of a v4 list. */
export function containerOfV4(entity: unknown): ContainerRecord {
  const container = containerSchema.parse(entity);
  // VMs refer to it by what v4.0 calls `containerExtId`.
  const own = id.parse(container.containerExtId ?? container.extId);
  return {
    id: own,
    name: container.name ?? own,
    clusterId: container.clusterExtId ?? null,
    hostId: container.affinityHostExtId ?? null,
    status: container.isMarkedForRemoval ? 'unavailable' : 'available',
    capacityBytes: container.maxCapacityBytes ?? null,
  };
}

/*
 * Nutanix Networking API reference v4.0 to v4.4, `networking.v4.config.Subnet`,
 * `GET /api/networking/v4.x/config/subnets`: `networkId` is the VLAN of a
 * subnet of type VLAN (0 is untagged) and the VNI of an OVERLAY one;
 * `clusterReferenceList` in place of `clusterReference` in newer versions.
 */
const subnetSchema = z.object({
  extId: id,
  name: looseText,
  description: looseText,
  subnetType: looseText,
  networkId: looseNumber,
  clusterReference: looseText,
  clusterReferenceList: texts,
  ipConfig: looseList(
    z.object({
      ipv4: z
        .object({
          ipSubnet: z.object({
            ip: addressSchema,
            prefixLength: looseNumber,
          }),
        })
        .optional()
        .catch(undefined),
    }),
  ),
});

const subnetKinds: Record<string, SubnetRecord['kind']> = {
  VLAN: 'vlan',
  OVERLAY: 'overlay',
};

/** Reads one subnet of a v4 list. */
export function subnetOfV4(entity: unknown): SubnetRecord {
  const subnet = subnetSchema.parse(entity);
  const kind = subnetKinds[subnet.subnetType ?? ''] ?? 'other';
  return {
    id: subnet.extId,
    name: subnet.name ?? subnet.extId,
    kind,
    vlanTag: kind === 'vlan' ? integerWithin(subnet.networkId, 1, 4094) : null,
    clusterId:
      subnet.clusterReference ?? subnet.clusterReferenceList?.[0] ?? null,
    prefixes: subnet.ipConfig.flatMap(({ ipv4 }) => {
      const { ip, prefixLength } = ipv4?.ipSubnet ?? {};
      return (
        (ip?.value !== undefined &&
          networkOf({
            address: ip.value,
            prefixLength: prefixLength ?? null,
          })) ||
        []
      );
    }),
    description: textOf(subnet.description),
  };
}
