import type { Proxmox } from 'proxmox-api';
import { z } from 'zod';
import {
  looseBoolean,
  looseNumber,
  looseText,
} from '@flyloft/plugin-inventory-node';
import { parseTags } from './guestFields';

type WireResource = Proxmox.clusterResourcesResources;

/** The fields of `/cluster/resources` that are read; the schema follows the wire type's names. */
const resourceSchema = z.object({
  type: z.string(),
  id: looseText,
  vmid: looseNumber,
  node: looseText,
  name: looseText,
  status: looseText,
  storage: looseText,
  plugintype: looseText,
  content: looseText,
  shared: looseBoolean,
  pool: looseText,
  hastate: looseText,
  lock: looseText,
  tags: looseText,
  template: looseBoolean,
  cpu: looseNumber,
  maxcpu: looseNumber,
  mem: looseNumber,
  maxmem: looseNumber,
  disk: looseNumber,
  maxdisk: looseNumber,
  uptime: looseNumber,
  sdn: looseText,
  network: looseText,
  'network-type': looseText,
} satisfies { [field in keyof WireResource]?: z.ZodType });

/**
 * A guest in the bulk answer, slim: 100,000 of these are held at once. A guest
 * whose node is silent has no name and no figures: those are not told, never
 * empty.
 */
export interface GuestRow {
  type: 'qemu' | 'lxc';
  vmid: number;
  node: string;
  status: string;
  /** Whether the node told of it at all. */
  told: boolean;
  name: string | undefined;
  pool: string | undefined;
  haState: string | undefined;
  lock: string | undefined;
  tags: string | undefined;
  template: boolean;
  vcpus: number | undefined;
  memoryBytes: number | undefined;
  uptimeSeconds: number | undefined;
}

/** A node in the bulk answer; figures need Sys.Audit. */
export interface NodeRow {
  node: string;
  status: string;
  cpuUsed: number | undefined;
  cpuThreads: number | undefined;
  memoryBytes: number | undefined;
  memoryUsedBytes: number | undefined;
  diskBytes: number | undefined;
  diskUsedBytes: number | undefined;
  uptimeSeconds: number | undefined;
}

/** A storage on one node; a shared one has such a row on every node. */
export interface StorageRow {
  storage: string;
  node: string;
  status: string;
  type: string | undefined;
  shared: boolean;
  content: string[];
  capacityBytes: number | undefined;
  usedBytes: number | undefined;
}

/** That a zone of the software-defined network is on a node. */
export interface ZoneRow {
  zone: string;
  node: string;
}

/** One row of the bulk answer, by kind. */
export type ResourceRow =
  | { kind: 'guest'; row: GuestRow }
  | { kind: 'node'; row: NodeRow }
  | { kind: 'storage'; row: StorageRow }
  | { kind: 'zone'; row: ZoneRow };

type Parsed = z.infer<typeof resourceSchema>;

function guestRow(type: 'qemu' | 'lxc', row: Parsed): ResourceRow | null {
  const { vmid, node } = row;
  if (vmid === undefined || node === undefined) return null;
  return {
    kind: 'guest',
    row: {
      type,
      vmid,
      node,
      status: row.status ?? 'unknown',
      told: row.status !== undefined && row.status !== 'unknown',
      name: row.name,
      pool: row.pool,
      haState: row.hastate,
      lock: row.lock,
      tags: row.tags,
      template: row.template ?? false,
      vcpus: row.maxcpu,
      memoryBytes: row.maxmem,
      uptimeSeconds: row.uptime,
    },
  };
}

function nodeRow(row: Parsed): ResourceRow | null {
  if (row.node === undefined) return null;
  return {
    kind: 'node',
    row: {
      node: row.node,
      status: row.status ?? 'unknown',
      cpuUsed: row.cpu,
      cpuThreads: row.maxcpu,
      memoryBytes: row.maxmem,
      memoryUsedBytes: row.mem,
      diskBytes: row.maxdisk,
      diskUsedBytes: row.disk,
      uptimeSeconds: row.uptime,
    },
  };
}

function storageRow(row: Parsed): ResourceRow | null {
  if (row.storage === undefined || row.node === undefined) return null;
  return {
    kind: 'storage',
    row: {
      storage: row.storage,
      node: row.node,
      status: row.status ?? 'unknown',
      type: row.plugintype,
      shared: row.shared ?? false,
      content: parseTags(row.content).sort(),
      capacityBytes: row.maxdisk,
      usedBytes: row.disk,
    },
  };
}

/** `sdn` until 8, `network` with a type since 9. */
function zoneRow(row: Parsed): ResourceRow | null {
  const isZone = row.type === 'sdn' || row['network-type'] === 'zone';
  const zone = row.sdn ?? row.network;
  return isZone && zone !== undefined && row.node !== undefined
    ? { kind: 'zone', row: { zone, node: row.node } }
    : null;
}

/**
 * Reads one row of `/cluster/resources`; null for what the inventory has no
 * place for.
 *
 * @throws ZodError when it is not a resource at all
 */
export function parseResource(value: unknown): ResourceRow | null {
  const row = resourceSchema.parse(value);
  switch (row.type) {
    case 'qemu':
      return guestRow('qemu', row);
    case 'lxc':
      return guestRow('lxc', row);
    case 'node':
      return nodeRow(row);
    case 'storage':
      return storageRow(row);
    case 'sdn':
    case 'network':
      return zoneRow(row);
    default:
      return null;
  }
}
