import { raw, sql, type Columns, type Sql } from '@flyloft/backend-kit';
import type { GuestFact } from '@flyloft/plugin-inventory-common';
import { scopeCondition } from '../scope/scopeCondition';
import type { Scope } from '../scope/scope';
import { additionColumns } from './additionsSql';

/**
 * Where a guest's facts stand: in `guests g` for the present, in
 * `guest_versions g` (with `guests now`) for a past moment.
 */
export function guestColumns(
  scope: Scope,
  moment: 'now' | 'past',
): Columns<GuestFact> {
  const own = moment === 'now' ? 'g' : 'now';
  return {
    name: { value: 'g.name', required: true },
    powerState: { value: 'g.power_state' },
    platformId: { value: 'g.platform_id' },
    cluster: { value: 'g.cluster_name', id: 'g.cluster_id' },
    host: { value: 'g.host_name', id: 'g.host_id' },
    vcpus: { value: 'g.vcpus' },
    memoryBytes: { value: 'g.memory_bytes' },
    diskBytes: { value: 'g.disk_bytes' },
    addresses: {
      value: 'g.addresses',
      array: true,
      within: moment === 'now' ? seenWithin : undefined,
    },
    primaryAddress: { value: 'g.primary_address' },
    duplicateAddress: {
      value: 'g.id',
      condition: wanted => duplicateCondition(scope, wanted, moment),
    },
    macAddresses: { value: 'g.mac_addresses', array: true },
    networks: { value: 'g.networks' },
    ownerRef: { value: 'g.owner_ref' },
    pool: { value: 'g.pool' },
    tags: { value: 'g.tags' },
    type: { value: 'g.type' },
    osType: { value: 'g.os_type' },
    osFamily: { value: 'g.os_family' },
    hostName: { value: 'g.guest_host_name' },
    externalId: { value: 'g.external_id' },
    biosUuid: { value: 'g.bios_uuid' },
    sockets: { value: 'g.sockets' },
    coresPerSocket: { value: 'g.cores_per_socket' },
    diskCount: { value: 'g.disk_count' },
    nicCount: { value: 'g.nic_count' },
    template: { value: 'g.template' },
    lock: { value: 'g.lock' },
    haState: { value: 'g.ha_state' },
    haRules: { value: 'g.ha_rules' },
    ...platformColumns(moment),
    ...additionColumns,
    agentState: { value: 'g.agent_state' },
    visibility: { value: 'g.visibility' },
    identityDoubt: { value: 'g.identity_doubt' },
    createdAt: { value: 'g.created_at' },
    startedAt: { value: 'g.started_at' },
    firstSeenAt: { value: `${own}.first_seen_at` },
    lastSeenAt: { value: `coalesce(${own}.last_seen_at, p.collected_at)` },
    changedAt: { value: moment === 'now' ? 'g.changed_at' : 'g.valid_from' },
    deletedAt: { value: 'g.deleted_at' },
  };
}

/** Facts that only some platforms tell. */
function platformColumns(moment: 'now' | 'past') {
  return {
    folder: { value: 'g.folder' },
    organization: { value: 'g.organization' },
    vdc: { value: 'g.vdc' },
    instanceType: { value: 'g.instance_type' },
    // Versions don't keep samples.
    lastBackupAt: {
      value: moment === 'now' ? 'g.last_backup_at' : 'null::timestamptz',
    },
    lastBackupKind: { value: 'g.last_backup_kind' },
    lastBackupSource: {
      value: moment === 'now' ? 'g.last_backup_source' : 'null::text',
    },
    replication: { value: 'g.replication' },
  };
}

function seenWithin(prefix: string): Sql {
  return sql`g.id in (select a.guest_id from guest_addresses a where a.address <<= ${prefix}::inet)`;
}

/**
 * Guests that share an address with another guest that the caller may see.
 * The past keeps no table of addresses, so there nothing is a duplicate.
 */
function duplicateCondition(
  scope: Scope,
  wanted: string,
  moment: 'now' | 'past',
): Sql {
  if (moment === 'past') return raw(wanted === 'true' ? 'false' : 'true');
  const shared = sql`g.id in (
    select a.guest_id from guest_addresses a where a.address in (
      select b.address from guest_addresses b
      where ${scopeCondition(scope, 'b.owner_ref')}
      group by b.address having count(distinct b.guest_id) > 1))`;
  return wanted === 'true' ? shared : sql`not (${shared})`;
}
