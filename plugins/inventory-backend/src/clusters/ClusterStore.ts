import { containing, sql, type ListDefinition } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import { clusterFacts, type Cluster } from '@flyloft/plugin-inventory-common';
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
  toThing,
  type ThingRow,
} from '../things/things';
import { ThingStore } from '../things/ThingStore';

interface ClusterRow extends ThingRow, GuestLoadRow {
  version: string | null;
  quorate: boolean | null;
  platform_url: string | null;
  host_count: string;
  online_host_count: string;
  cpu_threads: string;
  memory_bytes: string;
}

/** Reads clusters with the sums of their hosts and guests. */
export class ClusterStore extends ThingStore<ClusterRow, Cluster> {
  constructor(db: Knex) {
    super(db, { kind: 'cluster', list: clusterList, toThing: toCluster });
  }
}

function clusterList(
  query: ListQuery,
  scope: Scope,
  ids?: readonly string[],
): ListDefinition {
  return {
    facts: clusterFacts,
    columns: {
      ...thingColumns,
      version: { value: 't.version' },
      quorate: { value: 't.quorate' },
    },
    from: sql`clusters t join platforms p on p.id = t.platform_id
      left join lateral (
        select count(*) as host_count,
          count(*) filter (where h.status = 'online') as online_host_count,
          coalesce(sum(h.cpu_threads), 0) as cpu_threads,
          coalesce(sum(h.memory_bytes), 0) as memory_bytes
        from hosts h where h.cluster_id = t.id and h.deleted_at is null) size on true
      ${guestLoad('cluster_id', scope, ids)}`,
    countFrom: sql`clusters t join platforms p on p.id = t.platform_id`,
    select: sql`${thingSelect}, t.version, t.quorate, t.platform_url, size.*, ${guestLoadSelect}`,
    id: { expression: 't.id', type: 'uuid' },
    defaultSort: 'name',
    search: text => sql`t.name ilike ${containing(text)}`,
    conditions: thingConditions(query, 't'),
  };
}

function toCluster(row: ClusterRow): Cluster {
  return {
    ...toThing(row),
    version: row.version,
    quorate: row.quorate,
    hostCount: Number(row.host_count),
    onlineHostCount: Number(row.online_host_count),
    guestCount: Number(row.guest_count),
    runningGuestCount: Number(row.running_guest_count),
    cpuThreads: Number(row.cpu_threads),
    memoryBytes: Number(row.memory_bytes),
    allocatedVcpus: Number(row.allocated_vcpus),
    allocatedMemoryBytes: Number(row.allocated_memory_bytes),
    platformUrl: row.platform_url,
  };
}
