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
  withoutDoubles,
} from '../values';
import { looseList } from '../v4/answer';
import { v3MetadataSchema, v3ReferenceSchema } from './answer';

/*
 * A virtual machine: Prism Central v3 API reference (3.1), `vm_intent_resource`,
 * list `POST /api/nutanix/v3/vms/list`; `status.resources` is a
 * `vm_resources_def_status`. v3 does not tell the BIOS UUID.
 */

/** `vm_nic_output_status`. */
const nicSchema = z.object({
  uuid: looseText,
  model: looseText,
  mac_address: looseText,
  is_connected: looseBoolean,
  subnet_reference: v3ReferenceSchema,
  vlan_mode: looseText,
  trunked_vlan_list: z.array(z.number()).optional().catch(undefined),
  /** `ip_address`: `type` is ASSIGNED or LEARNED. */
  ip_endpoint_list: looseList(
    z.object({
      ip: looseText,
      type: looseText,
      prefix_length: looseNumber,
    }),
  ),
});

/** `vm_disk_output_status`. */
const diskSchema = z.object({
  uuid: looseText,
  disk_size_bytes: looseNumber,
  disk_size_mib: looseNumber,
  device_properties: z
    .object({
      device_type: looseText,
      disk_address: z
        .object({ adapter_type: looseText, device_index: looseNumber })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  storage_config: z
    .object({ storage_container_reference: v3ReferenceSchema })
    .optional()
    .catch(undefined),
  volume_group_reference: v3ReferenceSchema,
});

/** `nutanix_guest_tools_status`. */
const guestToolsSchema = z
  .object({
    nutanix_guest_tools: z
      .object({
        ngt_state: looseText,
        is_reachable: looseBoolean,
        guest_os_version: looseText,
      })
      .optional()
      .catch(undefined),
  })
  .optional()
  .catch(undefined);

const vmSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({
    name: looseText,
    description: looseText,
    cluster_reference: v3ReferenceSchema,
    resources: z.object({
      power_state: looseText,
      num_sockets: looseNumber,
      num_vcpus_per_socket: looseNumber,
      num_threads_per_core: looseNumber,
      memory_size_mib: looseNumber,
      host_reference: v3ReferenceSchema,
      guest_tools: guestToolsSchema,
      nic_list: looseList(nicSchema),
      disk_list: looseList(diskSchema),
    }),
  }),
});

const powerStates: Record<string, Guest['powerState']> = {
  ON: 'running',
  OFF: 'stopped',
  PAUSED: 'paused',
  SUSPENDED: 'suspended',
};

function agentStateOf(
  tools: z.output<typeof guestToolsSchema>,
): Guest['agentState'] {
  const told = tools?.nutanix_guest_tools;
  if (!told || told.ngt_state === 'UNINSTALLED') return 'none';
  if (told.is_reachable === undefined) return 'unknown';
  return told.is_reachable ? 'running' : 'not-running';
}

function nicOf(nic: z.output<typeof nicSchema>, index: number): NicRecord {
  const of = (learned: boolean) =>
    nic.ip_endpoint_list
      .filter(({ type }) => (type === 'LEARNED') === learned)
      .map(({ ip, prefix_length }) => ({
        value: ip,
        prefixLength: prefix_length,
      }));
  const isTrunk = nic.vlan_mode?.startsWith('TRUNK') ?? false;
  return {
    key: nic.uuid ?? `nic${index}`,
    macAddress: parseMacAddress(nic.mac_address),
    model: nic.model?.toLocaleLowerCase('en-US') ?? null,
    connected: nic.is_connected ?? null,
    subnetId: nic.subnet_reference?.uuid ?? null,
    subnetName: nic.subnet_reference?.name,
    vlanMode: isTrunk ? 'trunk' : 'access',
    trunks: isTrunk ? trunksOf(nic.trunked_vlan_list) : null,
    addresses: withoutDoubles([
      ...addressesOf(of(true), 'agent'),
      ...addressesOf(of(false), 'configured'),
    ]),
  };
}

function diskOf(disk: z.output<typeof diskSchema>, index: number): DiskRecord {
  const address = disk.device_properties?.disk_address;
  const bus = address?.adapter_type?.toLocaleLowerCase('en-US') ?? 'disk';
  const mebibytes = disk.disk_size_mib;
  const container = disk.storage_config?.storage_container_reference;
  const group = disk.volume_group_reference?.uuid;
  return {
    key: `${bus}.${address?.device_index ?? index}`,
    volume: group ?? disk.uuid ?? null,
    sizeBytes:
      disk.disk_size_bytes ??
      (mebibytes === undefined ? null : mebibytes * 1024 * 1024),
    bus: group === undefined ? bus : 'volume-group',
    containerId: container?.uuid ?? null,
    containerName: container?.name,
  };
}

function tagsOf(metadata: z.output<typeof v3MetadataSchema>): string[] {
  const mapping = metadata.categories_mapping;
  if (mapping) {
    return Object.entries(mapping).flatMap(([key, values]) =>
      values.map(value => `${key}:${value}`),
    );
  }
  return Object.entries(metadata.categories ?? {}).map(
    ([key, value]) => `${key}:${value}`,
  );
}

/** Reads one machine of a v3 list. */
export function vmOfV3(entity: unknown): VmRecord {
  const { metadata, status } = vmSchema.parse(entity);
  const { resources } = status;
  const isDisk = (disk: z.output<typeof diskSchema>) =>
    disk.device_properties?.device_type !== 'CDROM';
  return {
    id: metadata.uuid,
    name: status.name ?? metadata.uuid,
    description: textOf(status.description),
    power: powerStates[resources.power_state ?? ''] ?? 'unknown',
    clusterId: status.cluster_reference?.uuid ?? null,
    hostId: resources.host_reference?.uuid ?? null,
    sockets: resources.num_sockets ?? null,
    coresPerSocket: resources.num_vcpus_per_socket ?? null,
    threadsPerCore: resources.num_threads_per_core ?? null,
    memoryBytes:
      resources.memory_size_mib === undefined
        ? null
        : resources.memory_size_mib * 1024 * 1024,
    createdAt: timeOf(metadata.creation_time),
    categoryIds: [],
    tags: tagsOf(metadata),
    projectId: metadata.project_reference?.uuid ?? null,
    projectName: metadata.project_reference?.name,
    ownerId: metadata.owner_reference?.uuid ?? null,
    ownerName: metadata.owner_reference?.name,
    agentState: agentStateOf(resources.guest_tools),
    osName: osNameOf(
      resources.guest_tools?.nutanix_guest_tools?.guest_os_version,
    ),
    hostName: null,
    nics: resources.nic_list.map(nicOf),
    disks: resources.disk_list.filter(isDisk).map(diskOf),
    raw: entity as Record<string, unknown>,
  };
}
