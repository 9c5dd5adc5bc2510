import { z } from 'zod';
import { listQuerySchema, platformFreshnessSchema } from '@flyloft/kit-common';

import { guestAdditions } from './guestAdditions';

export const guestTypes = ['virtual-machine', 'container'] as const;
export const powerStates = [
  'running',
  'stopped',
  'paused',
  'suspended',
  'unknown',
] as const;
/**
 * How a thing can be seen. `unreachable`: its node did not answer, its facts
 * are the last known ones. `deleted`: a good sync no longer found it.
 */
export const visibilities = ['visible', 'unreachable', 'deleted'] as const;
export const agentStates = [
  'none',
  'running',
  'not-running',
  'unknown',
] as const;

/** What a guest's last backup is: a snapshot counts where there is no backup. */
export const backupKinds = ['backup', 'snapshot'] as const;

/** A link to another thing of the inventory. */
export const referenceSchema = z.object({ id: z.string(), name: z.string() });
export type Reference = z.infer<typeof referenceSchema>;

/** An address as seen on a NIC. */
export const nicAddressSchema = z.object({
  /** The host part alone, without a mask: `10.2.0.17`. */
  address: z.string(),
  prefixLength: z.number().int().nullable(),
  /** `agent`: reported from inside; `configured`: set by the platform. */
  source: z.enum(['agent', 'configured', 'interface']),
  /** Whether another guest shows the same address now. */
  duplicate: z.boolean().optional(),
});
export type NicAddress = z.infer<typeof nicAddressSchema>;

/** A network interface of a guest. */
export const nicSchema = z.object({
  /** The platform's key, unique in the guest: `net0`. */
  key: z.string(),
  name: z.string().nullable(),
  macAddress: z.string().nullable(),
  model: z.string().nullable(),
  network: z.string().nullable(),
  /** The network of its VLAN, where the platform has one beside the bridge. */
  vlanNetwork: z.string().nullable().optional(),
  vlanTag: z.number().int().nullable(),
  vlanMode: z.enum(['access', 'trunk', 'none']).nullable(),
  trunks: z.string().nullable(),
  connected: z.boolean().nullable(),
  firewall: z.boolean().nullable(),
  mtu: z.number().int().nullable(),
  addresses: z.array(nicAddressSchema),
});
export type Nic = z.infer<typeof nicSchema>;

/** A disk of a guest. */
export const diskSchema = z.object({
  /** The platform's key, unique in the guest: `scsi0`. */
  key: z.string(),
  sizeBytes: z.number().nullable(),
  storage: z.string().nullable(),
  volume: z.string().nullable(),
  /** `scsi`, `virtio`, `rootfs`, `mount-point`, `efi`, `tpm`, `unused` … */
  bus: z.string(),
  format: z.string().nullable(),
  /** Kept by the platform but attached to nothing. */
  unused: z.boolean(),
  backup: z.boolean().nullable(),
});
export type Disk = z.infer<typeof diskSchema>;

/** A guest as lists show it. */
export const guestSchema = z.object({
  id: z.uuid(),
  platformId: z.string(),
  /** The platform's own id: the VM id on Proxmox. */
  externalId: z.string(),
  type: z.enum(guestTypes),
  name: z.string(),
  powerState: z.enum(powerStates),
  visibility: z.enum(visibilities),
  cluster: referenceSchema.nullable(),
  host: referenceSchema.nullable(),
  /** The name the guest's own system says it has. */
  hostName: z.string().nullable(),
  osType: z.string().nullable(),
  osFamily: z.enum(['linux', 'windows', 'bsd', 'solaris', 'other']).nullable(),
  vcpus: z.number().nullable(),
  sockets: z.number().nullable(),
  coresPerSocket: z.number().nullable(),
  memoryBytes: z.number().nullable(),
  diskBytes: z.number().nullable(),
  diskCount: z.number().int(),
  nicCount: z.number().int(),
  biosUuid: z.string().nullable(),
  template: z.boolean(),
  lock: z.string().nullable(),
  pool: z.string().nullable(),
  haState: z.string().nullable(),
  /** Its groups or rules of high availability, in words. */
  haRules: z.string().nullable(),
  /** Where people filed it on its platform: a folder, a project, a namespace. */
  folder: z.string().nullable(),
  organization: z.string().nullable(),
  vdc: z.string().nullable(),
  /** The named size it was made with. */
  instanceType: z.string().nullable(),
  /** Of the present alone: null where the past is shown. */
  lastBackupAt: z.iso.datetime().nullable(),
  lastBackupKind: z.enum(backupKinds).nullable(),
  lastBackupSource: z.string().nullable(),
  /** The platform's words on its replication. */
  replication: z.string().nullable(),
  agentState: z.enum(agentStates),
  tags: z.array(z.string()),
  networks: z.array(z.string()),
  macAddresses: z.array(z.string()),
  addresses: z.array(z.string()),
  primaryAddress: z.string().nullable(),
  /** Another guest shows one of its addresses too; null where the past is shown. */
  duplicateAddress: z.boolean().nullable(),
  /** Who answers for it: the technical owner, else the business owner, else by the mapping. */
  ownerRef: z.string().nullable(),
  /** Its id was perhaps taken over by another machine; the words say why. */
  identityDoubt: z.string().nullable(),
  createdAt: z.iso.datetime().nullable(),
  startedAt: z.iso.datetime().nullable(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  deletedAt: z.iso.datetime().nullable(),
  deletedReason: z.string().nullable(),
  /** The guest's page in the platform's own interface. */
  platformUrl: z.string().nullable(),
  ...guestAdditions,
  /** Only where asked for, with `include=nics`, and in the change feed. */
  nics: z.array(nicSchema).optional(),
});
export type Guest = z.infer<typeof guestSchema>;

/** The query of the list of guests: that of every list, and what to add. */
export const guestListQuerySchema = listQuerySchema.extend({
  include: z.literal('nics').optional(),
});

/** A guest with all that is known of it. */
export const guestDetailSchema = guestSchema.extend({
  description: z.string().nullable(),
  nics: z.array(nicSchema),
  disks: z.array(diskSchema),
  /** Set when the answer is a past state. */
  at: z.iso.datetime().nullable(),
  freshness: platformFreshnessSchema,
});
export type GuestDetail = z.infer<typeof guestDetailSchema>;

/** What a platform answered about a guest, secrets cut. */
export const guestRawSchema = z.object({
  collectedAt: z.iso.datetime(),
  raw: z.record(z.string(), z.unknown()),
});
export type GuestRaw = z.infer<typeof guestRawSchema>;

/** One value of a fact with how many guests have it, for filter menus. */
export const facetSchema = z.object({
  value: z.string(),
  label: z.string(),
  count: z.number().int(),
});
export type Facet = z.infer<typeof facetSchema>;
