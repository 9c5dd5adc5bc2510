import type {
  Disk,
  Guest,
  GuestDetail,
  Nic,
} from '@flyloft/plugin-inventory-common';
import { raw } from '@flyloft/backend-kit';
import { additionsSelect } from './additionsSql';

/** A guest as the database gives it; see `guestSelect`. */
export interface GuestRow {
  id: string;
  platform_id: string;
  external_id: string;
  type: Guest['type'];
  name: string;
  power_state: Guest['powerState'];
  visibility: Guest['visibility'];
  cluster_id: string | null;
  cluster_name: string | null;
  host_id: string | null;
  host_name: string | null;
  guest_host_name: string | null;
  os_type: string | null;
  os_family: Guest['osFamily'];
  vcpus: number | null;
  sockets: number | null;
  cores_per_socket: number | null;
  memory_bytes: string | null;
  disk_bytes: string | null;
  disk_count: number;
  nic_count: number;
  bios_uuid: string | null;
  template: boolean;
  lock: string | null;
  pool: string | null;
  ha_state: string | null;
  ha_rules: string | null;
  folder: string | null;
  organization: string | null;
  vdc: string | null;
  instance_type: string | null;
  last_backup_at: Date | null;
  last_backup_kind: Guest['lastBackupKind'];
  last_backup_source: string | null;
  replication: string | null;
  agent_state: Guest['agentState'];
  tags: string[];
  networks: string[];
  mac_addresses: string[];
  addresses: string[];
  primary_address: string | null;
  owner_ref: string | null;
  identity_doubt: string | null;
  created_at: Date | null;
  started_at: Date | null;
  platform_url: string | null;
  technical_owner: string | null;
  technical_owner_name: string | null;
  business_owner: string | null;
  business_owner_name: string | null;
  project: string | null;
  stage: Guest['stage'];
  notes: string | null;
  custom_fields: Guest['customFields'] | null;
  overridden: string[];
  deleted_by: string | null;
  restorable: boolean;
  first_seen_at: Date;
  last_seen_at: Date | null;
  changed_at: Date;
  deleted_at: Date | null;
  deleted_reason: string | null;
  /** Only where the select asks for it. */
  nics?: NicsByKey;
}

type NicsByKey = Record<string, Omit<Nic, 'key'>>;

/** A guest with what only its own page shows. */
export interface GuestDetailRow extends GuestRow {
  description: string | null;
  nics: NicsByKey;
  disks: Record<string, Omit<Disk, 'key'>>;
}

const shared = `
  g.platform_id, g.external_id, g.type, g.name, g.power_state, g.visibility,
  g.cluster_id, g.cluster_name, g.host_id, g.host_name, g.guest_host_name,
  g.os_type, g.os_family, g.vcpus, g.sockets, g.cores_per_socket,
  g.memory_bytes, g.disk_bytes, g.disk_count, g.nic_count, g.bios_uuid,
  g.template, g.lock, g.pool, g.ha_state, g.ha_rules, g.folder, g.organization, g.vdc,
  g.instance_type, g.last_backup_kind, g.replication, g.agent_state, g.tags, g.networks,
  g.mac_addresses::text[] as mac_addresses,
  array(select host(part) from unnest(g.addresses) as part) as addresses,
  host(g.primary_address) as primary_address, g.owner_ref, g.identity_doubt,
  g.created_at, g.started_at, g.platform_url, g.deleted_at, g.deleted_reason,
  ${additionsSelect}`;

/** The columns of a `GuestRow` from the present or from a past version. */
export const guestSelect = {
  now: raw(`g.id, ${shared}, g.last_backup_at, g.last_backup_source, g.deleted_by,
    (g.deleted_at is not null and g.deleted_run_id is null) as restorable, g.first_seen_at, g.changed_at,
    coalesce(g.last_seen_at, p.collected_at) as last_seen_at`),
  past: raw(`g.guest_id as id, ${shared}, null::timestamptz as last_backup_at,
    null as last_backup_source, null as deleted_by, false as restorable, now.first_seen_at,
    g.valid_from as changed_at,
    coalesce(now.last_seen_at, p.collected_at) as last_seen_at`),
} as const;

const toNumber = (value: string | null) =>
  value === null ? null : Number(value);
const toTime = (value: Date | null) => value?.toISOString() ?? null;
const toReference = (id: string | null, name: string | null) =>
  id === null ? null : { id, name: name ?? id };

const toOwner = (ref: string | null, name: string | null) =>
  ref === null ? null : { ref, name: name ?? ref };

/** What people added and did. */
function additionsOf(row: GuestRow) {
  return {
    technicalOwner: toOwner(row.technical_owner, row.technical_owner_name),
    businessOwner: toOwner(row.business_owner, row.business_owner_name),
    project: row.project,
    stage: row.stage,
    notes: row.notes,
    customFields: row.custom_fields ?? {},
    overridden: row.overridden,
    deletedBy: row.deleted_by,
    restorable: row.restorable,
  };
}

/** Maps a row; `duplicate` is null where the past is shown. */
export function toGuest(row: GuestRow, duplicate: boolean | null): Guest {
  return {
    id: row.id,
    platformId: row.platform_id,
    externalId: row.external_id,
    type: row.type,
    name: row.name,
    powerState: row.power_state,
    visibility: row.visibility,
    cluster: toReference(row.cluster_id, row.cluster_name),
    host: toReference(row.host_id, row.host_name),
    hostName: row.guest_host_name,
    osType: row.os_type,
    osFamily: row.os_family,
    vcpus: row.vcpus,
    sockets: row.sockets,
    coresPerSocket: row.cores_per_socket,
    memoryBytes: toNumber(row.memory_bytes),
    diskBytes: toNumber(row.disk_bytes),
    diskCount: row.disk_count,
    nicCount: row.nic_count,
    biosUuid: row.bios_uuid,
    template: row.template,
    lock: row.lock,
    pool: row.pool,
    haState: row.ha_state,
    haRules: row.ha_rules,
    folder: row.folder,
    organization: row.organization,
    vdc: row.vdc,
    instanceType: row.instance_type,
    lastBackupAt: toTime(row.last_backup_at),
    lastBackupKind: row.last_backup_kind,
    lastBackupSource: row.last_backup_source,
    replication: row.replication,
    agentState: row.agent_state,
    tags: row.tags,
    networks: row.networks,
    macAddresses: row.mac_addresses,
    addresses: row.addresses,
    primaryAddress: row.primary_address,
    duplicateAddress: duplicate,
    ownerRef: row.owner_ref,
    identityDoubt: row.identity_doubt,
    createdAt: toTime(row.created_at),
    startedAt: toTime(row.started_at),
    firstSeenAt: row.first_seen_at.toISOString(),
    lastSeenAt: (row.last_seen_at ?? row.changed_at).toISOString(),
    changedAt: row.changed_at.toISOString(),
    deletedAt: toTime(row.deleted_at),
    deletedReason: row.deleted_reason,
    platformUrl: row.platform_url,
    ...additionsOf(row),
    ...(row.nics ? { nics: toNics(row.nics) } : {}),
  };
}

/** The NICs of a row in the order of their keys, duplicates marked. */
export function toNics(
  nics: NicsByKey,
  duplicates: ReadonlySet<string> = new Set(),
): Nic[] {
  return byKey(nics).map(([key, nic]) => ({
    ...nic,
    key,
    addresses: nic.addresses.map(address => ({
      ...address,
      duplicate: duplicates.has(address.address),
    })),
  }));
}

/** The disks of a row in the order of their keys. */
export function toDisks(disks: GuestDetailRow['disks']): Disk[] {
  return byKey(disks).map(([key, disk]) => ({ ...disk, key }));
}

function byKey<T>(things: Record<string, T>): Array<[string, T]> {
  return Object.entries(things).sort(([left], [right]) =>
    left.localeCompare(right, 'en', { numeric: true }),
  );
}

/** Joins a row with its freshness into the answer of `guests/{id}`. */
export function toGuestDetail(
  row: GuestDetailRow,
  rest: {
    duplicates: ReadonlySet<string> | null;
    at: string | null;
    freshness: GuestDetail['freshness'];
  },
): GuestDetail {
  const duplicate = rest.duplicates
    ? row.addresses.some(address => rest.duplicates!.has(address))
    : null;
  return {
    ...toGuest(row, duplicate),
    description: row.description,
    nics: toNics(row.nics, rest.duplicates ?? undefined),
    disks: toDisks(row.disks),
    at: rest.at,
    freshness: rest.freshness,
  };
}
