import {
  containing,
  partialAddress,
  inRanges,
  anyOf,
  sql,
  type ListDefinition,
} from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import { hostFacts, type Host } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { Scope } from '../scope/scope';
import {
  guestLoad,
  guestLoadSelect,
  type GuestLoadRow,
} from '../things/guestLoad';
import {
  thingColumns,
  thingConditions,
  thingSelect,
  toNumber,
  toReference,
  toThing,
  type ThingRow,
} from '../things/things';
import { ThingStore } from '../things/ThingStore';

interface HostRow extends ThingRow, GuestLoadRow {
  cluster_id: string | null;
  cluster_name: string | null;
  status: Host['status'];
  address: string | null;
  version: string | null;
  kernel: string | null;
  cpu_model: string | null;
  cpu_sockets: number | null;
  cpu_cores: number | null;
  cpu_threads: number | null;
  memory_bytes: string | null;
  memory_used_bytes: string | null;
  disk_bytes: string | null;
  disk_used_bytes: string | null;
  cpu_used: number | null;
  started_at: Date | null;
  vendor: string | null;
  model: string | null;
  serial: string | null;
  maintenance: boolean | null;
  certificate_expires_at: Date | null;
  subscription: string | null;
  subscription_expires_at: Date | null;
  platform_url: string | null;
}

/** Reads hosts with what their guests are given. */
export class HostStore extends ThingStore<HostRow, Host> {
  constructor(db: Knex) {
    super(db, { kind: 'host', list: hostList, toThing: toHost });
  }
}

function hostList(
  query: ListQuery,
  scope: Scope,
  ids?: readonly string[],
): ListDefinition {
  return {
    facts: hostFacts,
    columns: {
      ...thingColumns,
      status: { value: 't.status' },
      cluster: { value: 't.cluster_name', id: 't.cluster_id' },
      address: { value: 't.address' },
      version: { value: 't.version' },
      cpuModel: { value: 't.cpu_model' },
      cpuThreads: { value: 't.cpu_threads' },
      memoryBytes: { value: 't.memory_bytes' },
      vendor: { value: 't.vendor' },
      model: { value: 't.model' },
      serial: { value: 't.serial' },
      maintenance: { value: 't.maintenance' },
      certificateExpiresAt: { value: 't.certificate_expires_at' },
      subscription: { value: 't.subscription' },
      subscriptionExpiresAt: { value: 't.subscription_expires_at' },
    },
    from: sql`hosts t join platforms p on p.id = t.platform_id
      ${guestLoad('host_id', scope, ids)}`,
    countFrom: sql`hosts t join platforms p on p.id = t.platform_id`,
    select: sql`${thingSelect}, t.cluster_id, t.cluster_name, t.status,
      host(t.address) as address, t.version, t.kernel, t.cpu_model,
      t.cpu_sockets, t.cpu_cores, t.cpu_threads, t.memory_bytes,
      t.memory_used_bytes, t.disk_bytes, t.disk_used_bytes, t.cpu_used,
      t.started_at, t.vendor, t.model, t.serial, t.maintenance,
      t.certificate_expires_at, t.subscription, t.subscription_expires_at,
      t.platform_url, ${guestLoadSelect}`,
    id: { expression: 't.id', type: 'uuid' },
    defaultSort: 'name',
    search: text =>
      anyOf([
        sql`t.name ilike ${containing(text)}`,
        sql`t.serial ilike ${containing(text)}`,
        inRanges('t.address', partialAddress(text)),
      ]),
    conditions: thingConditions(query, 't'),
  };
}

function toHost(row: HostRow): Host {
  return {
    ...toThing(row),
    cluster: toReference(row.cluster_id, row.cluster_name),
    status: row.status,
    address: row.address,
    version: row.version,
    kernel: row.kernel,
    cpuModel: row.cpu_model,
    cpuSockets: row.cpu_sockets,
    cpuCores: row.cpu_cores,
    cpuThreads: row.cpu_threads,
    memoryBytes: toNumber(row.memory_bytes),
    memoryUsedBytes: toNumber(row.memory_used_bytes),
    diskBytes: toNumber(row.disk_bytes),
    diskUsedBytes: toNumber(row.disk_used_bytes),
    cpuUsed: row.cpu_used,
    startedAt: row.started_at?.toISOString() ?? null,
    vendor: row.vendor,
    model: row.model,
    serial: row.serial,
    maintenance: row.maintenance,
    certificateExpiresAt: row.certificate_expires_at?.toISOString() ?? null,
    subscription: row.subscription,
    subscriptionExpiresAt: row.subscription_expires_at?.toISOString() ?? null,
    guestCount: Number(row.guest_count),
    runningGuestCount: Number(row.running_guest_count),
    allocatedVcpus: Number(row.allocated_vcpus),
    allocatedMemoryBytes: Number(row.allocated_memory_bytes),
    platformUrl: row.platform_url,
  };
}
