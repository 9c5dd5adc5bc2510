import { createHash } from 'node:crypto';
import type { Disk, Nic } from '@flyloft/plugin-inventory-common';
import {
  cutSecrets,
  cutSecretsInText,
  type GuestBulkFacts,
  type GuestDetails,
  type KnownGuest,
  type ObservedGuest,
} from '@flyloft/plugin-inventory-node';
import type { NicRecord, VmRecord } from '../wire/records';
import { osFamilyOf } from '../wire/values';
import type { References } from './references';

/** Raise it when the same answers are read otherwise: all details are read again. */
const parserVersion = 1;

function vcpusOf(vm: VmRecord): number | null {
  if (vm.sockets === null) return null;
  return vm.sockets * (vm.coresPerSocket ?? 1) * (vm.threadsPerCore ?? 1);
}

/** Categories as `key:value`; undefined where they could not be read. */
function tagsOf(vm: VmRecord, references: References): string[] | undefined {
  if (vm.tags !== null) return [...vm.tags].sort();
  const { categories } = references;
  if (categories === null) return vm.categoryIds.length > 0 ? undefined : [];
  return vm.categoryIds.flatMap(id => categories.get(id) ?? []).sort();
}

/** Where it is filed: its project, else whose it is. */
function folderOf(
  vm: VmRecord,
  references: References,
): string | null | undefined {
  const named = [
    [vm.projectId, vm.projectName, references.projects] as const,
    [vm.ownerId, vm.ownerName, references.users] as const,
  ].filter(([id]) => id !== null);
  if (named.length === 0) return null;
  for (const [id, name, names] of named) {
    const found = name ?? names.get(id!);
    if (found !== undefined) return found;
  }
  return undefined;
}

function backupOf(
  vm: VmRecord,
  { recoveryPoints }: References,
): Partial<GuestBulkFacts> {
  if (recoveryPoints === null) return {};
  const last = recoveryPoints.get(vm.id);
  return {
    lastBackupAt: last?.at ?? null,
    lastBackupKind: last ? 'snapshot' : null,
    lastBackupSource: last?.name ?? null,
  };
}

function factsOf(vm: VmRecord, references: References): GuestBulkFacts {
  return {
    name: vm.name,
    powerState: vm.power,
    hostExternalId: vm.hostId,
    clusterExternalId: vm.clusterId,
    vcpus: vcpusOf(vm),
    memoryBytes: vm.memoryBytes,
    template: false,
    tags: tagsOf(vm, references),
    folder: folderOf(vm, references),
    ...(vm.startedAt !== undefined && {
      startedAt: vm.power === 'running' ? vm.startedAt : null,
    }),
    ...backupOf(vm, references),
  };
}

function nicOf(nic: NicRecord, { subnets }: References): Nic {
  const subnet = nic.subnetId ? subnets.get(nic.subnetId) : undefined;
  const vlanTag = subnet?.vlanTag ?? null;
  const untagged = vlanTag === null ? 'none' : 'access';
  return {
    key: nic.key,
    name: null,
    macAddress: nic.macAddress,
    model: nic.model,
    network: subnet?.name ?? nic.subnetName ?? nic.subnetId,
    vlanTag,
    vlanMode: nic.vlanMode === 'trunk' ? 'trunk' : untagged,
    trunks: nic.trunks,
    connected: nic.connected,
    firewall: null,
    mtu: null,
    addresses: nic.addresses,
  };
}

function disksOf(vm: VmRecord, { containers }: References): Disk[] {
  return vm.disks.map(disk => ({
    key: disk.key,
    sizeBytes: disk.sizeBytes,
    storage:
      (disk.containerId && containers.get(disk.containerId)) ??
      disk.containerName ??
      disk.containerId,
    volume: disk.volume,
    bus: disk.bus,
    format: null,
    unused: false,
    backup: null,
  }));
}

// What people give a machine at its birth, passwords among it.
const withheld = new Set([
  'guestCustomization',
  'guest_customization',
  'links',
  'userdata',
  'userData',
  'user_data',
]);

/** A machine's own answer without what nobody may see. */
function rawOf(raw: Record<string, unknown>): Record<string, unknown> {
  const bare = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(bare);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([key]) => !withheld.has(key))
        .map(([key, inner]) => [key, bare(inner)]),
    );
  };
  return cutSecrets(bare(raw)) as Record<string, unknown>;
}

function detailsOf(vm: VmRecord, references: References): GuestDetails {
  return {
    sockets: vm.sockets,
    coresPerSocket: vm.coresPerSocket,
    osType: vm.osName,
    osFamily: osFamilyOf(vm.osName),
    hostName: vm.hostName,
    description: vm.description && cutSecretsInText(vm.description),
    biosUuid: vm.biosUuid ?? null,
    createdAt: vm.createdAt,
    agentState: vm.agentState,
    nics: vm.nics.map(nic => nicOf(nic, references)),
    disks: disksOf(vm, references),
    raw: rawOf(vm.raw),
  };
}

/** Stands for all that details are made of, whatever order the answer had. */
function digestOf(details: GuestDetails): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (value === null || typeof value !== 'object') return value;
    return Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]);
  };
  return createHash('sha256')
    .update(JSON.stringify([parserVersion, sorted(details)]))
    .digest('base64url');
}

/** A machine as the inventory takes it; its details are in the list itself. */
export function observedGuest(
  vm: VmRecord,
  references: References,
  known: KnownGuest | undefined,
): ObservedGuest {
  const details = detailsOf(vm, references);
  const digest = digestOf(details);
  return {
    kind: 'guest',
    externalId: vm.id,
    type: 'virtual-machine',
    // Prism Central documents no address for the page of one machine.
    platformUrl: null,
    facts: factsOf(vm, references),
    evidence: {
      ...(vm.biosUuid !== undefined && { biosUuid: vm.biosUuid }),
      createdAt: vm.createdAt,
      macAddresses: vm.nics.flatMap(nic => nic.macAddress ?? []),
      rootVolume: vm.disks[0]?.volume ?? null,
    },
    details:
      digest === known?.digest
        ? { state: 'same' }
        : { state: 'read', value: details },
    detailsDigest: digest,
  };
}
