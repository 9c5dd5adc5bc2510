import {
  integerWithin,
  looseNumber,
  looseText,
  networkOf,
} from '@flyloft/plugin-inventory-node';
import { z } from 'zod';
import type {
  ClusterRecord,
  HostRecord,
  ImageRecord,
  NameRecord,
  RecoveryPointRecord,
  SubnetRecord,
} from '../records';
import { osFamilyOf, textOf, timeOf, vendorOf } from '../values';
import { v3MetadataSchema, v3ReferenceSchema } from './answer';

/*
 * Prism Central v3 API reference (3.1). Each list is
 * `POST /api/nutanix/v3/<kind>s/list`; what is read stands in `status`.
 */

/** `cluster_intent_resource`: `config` is a `cluster_config`. */
const clusterSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({
    name: looseText,
    resources: z
      .object({
        config: z
          .object({
            build: z.object({ version: looseText }).optional().catch(undefined),
            service_list: z.array(z.string()).optional().catch(undefined),
          })
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});

/** Reads one cluster of a v3 list. */
export function clusterOfV3(entity: unknown): ClusterRecord {
  const { metadata, status } = clusterSchema.parse(entity);
  const config = status.resources?.config;
  const services = config?.service_list ?? [];
  return {
    id: metadata.uuid,
    name: status.name ?? metadata.uuid,
    version: config?.build?.version ?? null,
    isPrismCentral: services.includes('PRISM_CENTRAL'),
    runsGuests: services.length === 0 || services.includes('AOS'),
    // v3 does not tell.
    available: null,
  };
}

/** `host_intent_resource`: `resources` is a `host_resources_def_status`. */
const hostSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({
    name: looseText,
    /** COMPLETE, or what it is at. */
    state: looseText,
    cluster_reference: v3ReferenceSchema,
    resources: z
      .object({
        serial_number: looseText,
        cpu_model: looseText,
        num_cpu_sockets: looseNumber,
        num_cpu_cores: looseNumber,
        memory_capacity_mib: looseNumber,
        hypervisor: z
          .object({ ip: looseText, hypervisor_full_name: looseText })
          .optional()
          .catch(undefined),
        block: z
          .object({
            block_model: looseText,
            block_serial_number: looseText,
          })
          .optional()
          .catch(undefined),
      })
      .optional()
      .catch(undefined),
  }),
});

/** Reads one host of a v3 list. */
export function hostOfV3(entity: unknown): HostRecord {
  const { metadata, status } = hostSchema.parse(entity);
  const { resources } = status;
  const model = textOf(resources?.block?.block_model);
  const memory = resources?.memory_capacity_mib;
  return {
    id: metadata.uuid,
    name: textOf(status.name),
    clusterId: status.cluster_reference?.uuid ?? null,
    // v3 tells neither whether it answers nor of maintenance.
    connected: null,
    maintenance: null,
    address: textOf(resources?.hypervisor?.ip),
    version: textOf(resources?.hypervisor?.hypervisor_full_name),
    cpuModel: textOf(resources?.cpu_model),
    cpuSockets: resources?.num_cpu_sockets ?? null,
    cpuCores: resources?.num_cpu_cores ?? null,
    cpuThreads: null,
    memoryBytes: memory === undefined ? null : memory * 1024 * 1024,
    diskBytes: null,
    startedAt: null,
    vendor: vendorOf(model),
    model,
    serial:
      textOf(resources?.serial_number) ??
      textOf(resources?.block?.block_serial_number),
  };
}

/** `subnet_intent_resource`: `resources` is a `subnet_resources_def_status`. */
const subnetSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({
    name: looseText,
    description: looseText,
    cluster_reference: v3ReferenceSchema,
    resources: z.object({
      subnet_type: looseText,
      vlan_id: looseNumber,
      ip_config: z
        .object({ subnet_ip: looseText, prefix_length: looseNumber })
        .optional()
        .catch(undefined),
    }),
  }),
});

/** Reads one subnet of a v3 list. */
export function subnetOfV3(entity: unknown): SubnetRecord {
  const { metadata, status } = subnetSchema.parse(entity);
  const { subnet_type: type, vlan_id: vlan, ip_config: ip } = status.resources;
  const prefix =
    ip?.subnet_ip === undefined
      ? null
      : networkOf({
          address: ip.subnet_ip,
          prefixLength: ip.prefix_length ?? null,
        });
  return {
    id: metadata.uuid,
    name: status.name ?? metadata.uuid,
    kind: type === 'OVERLAY' ? 'overlay' : 'vlan',
    vlanTag: type === 'OVERLAY' ? null : integerWithin(vlan, 1, 4094),
    clusterId: status.cluster_reference?.uuid ?? null,
    prefixes: prefix === null ? [] : [prefix],
    description: textOf(status.description),
  };
}

/** `image_intent_resource`: `resources` is an `image_resources_def_status`. */
const imageSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({
    name: looseText,
    description: looseText,
    resources: z.object({ image_type: looseText, size_bytes: looseNumber }),
  }),
});

/** Reads one image of a v3 list. */
export function imageOfV3(entity: unknown): ImageRecord {
  const { metadata, status } = imageSchema.parse(entity);
  const family = osFamilyOf(status.name ?? null);
  return {
    id: metadata.uuid,
    name: status.name ?? metadata.uuid,
    kind: status.resources.image_type === 'ISO_IMAGE' ? 'iso' : 'disk',
    sizeBytes: status.resources.size_bytes ?? null,
    clusterId: null,
    description: textOf(status.description),
    createdAt: timeOf(metadata.creation_time),
    osFamily: family === 'other' ? null : family,
  };
}

const namedSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({ name: looseText }),
});

/** Reads the name of one project of a v3 list (`project_intent_resource`). */
export function projectOfV3(entity: unknown): NameRecord {
  const { metadata, status } = namedSchema.parse(entity);
  return { id: metadata.uuid, name: status.name ?? metadata.uuid };
}

/** `vm_recovery_point_intent_resource`. */
const recoveryPointSchema = z.object({
  metadata: v3MetadataSchema,
  status: z.object({
    name: looseText,
    state: looseText,
    resources: z.object({
      creation_time: looseText,
      parent_vm_reference: v3ReferenceSchema,
    }),
  }),
});

/** Reads one recovery point of a v3 list. */
export function recoveryPointOfV3(entity: unknown): RecoveryPointRecord {
  const { metadata, status } = recoveryPointSchema.parse(entity);
  const guest = status.resources.parent_vm_reference?.uuid;
  const time = timeOf(status.resources.creation_time ?? metadata.creation_time);
  const isComplete = status.state === undefined || status.state === 'COMPLETE';
  return {
    id: metadata.uuid,
    name: textOf(status.name),
    createdAt: z.iso.datetime().parse(time),
    guestIds: isComplete && guest !== undefined ? [guest] : [],
  };
}
