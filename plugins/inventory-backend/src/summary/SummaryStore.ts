import { raw, run, sql } from '@flyloft/backend-kit';
import type { Freshness } from '@flyloft/kit-common';
import type { Summary } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { Scope } from '../scope/scope';
import { scopeCondition } from '../scope/scopeCondition';

type Row = Record<string, string | null>;
type Tally = Summary['byPlatform'];

/** Reads the figures of the dashboard, within what the caller may see. */
export class SummaryStore {
  constructor(private readonly db: Knex) {}

  async get(
    scope: Scope,
    infrastructure: boolean,
    freshness: Freshness,
  ): Promise<Summary> {
    const [guests, tallies, addresses, changes, infra] = await Promise.all([
      this.guests(scope),
      this.tallies(scope),
      this.addresses(scope),
      this.changesLastDay(scope),
      infrastructure ? this.infrastructure() : null,
    ]);
    return {
      ...guests,
      ...tallies,
      addresses,
      changesLastDay: changes,
      infrastructure: infra,
      freshness,
    };
  }

  private async guests(
    scope: Scope,
  ): Promise<Pick<Summary, 'guests' | 'allocated'>> {
    const [row] = await run<Row>(
      this.db,
      sql`select count(*) as total,
          count(*) filter (where g.power_state = 'running') as running,
          count(*) filter (where g.visibility = 'unreachable') as unreachable,
          count(*) filter (where g.owner_ref is null) as without_owner,
          count(*) filter (where g.template) as templates,
          count(*) filter (where g.identity_doubt is not null) as in_doubt,
          count(*) filter (where cardinality(g.addresses) = 0 and not g.template) as without_address,
          case when bool_or(g.last_backup_at is not null) then count(*) filter
            (where g.last_backup_at is null or g.last_backup_at < now() - interval '7 days')
            else 0 end as without_backup,
          coalesce(sum(g.vcpus) filter (where not g.template), 0) as vcpus,
          coalesce(sum(g.memory_bytes) filter (where not g.template), 0) as memory_bytes,
          coalesce(sum(g.disk_bytes), 0) as disk_bytes
        from guests g
        where g.deleted_at is null and ${scopeCondition(scope, 'g.owner_ref')}`,
    );
    const [duplicates] = await run<Row>(
      this.db,
      sql`select count(distinct a.guest_id) as guests from guest_addresses a
        where a.address in (
          select b.address from guest_addresses b
          where ${scopeCondition(scope, 'b.owner_ref')}
          group by b.address having count(distinct b.guest_id) > 1)
        and ${scopeCondition(scope, 'a.owner_ref')}`,
    );
    return {
      guests: {
        total: number(row, 'total'),
        running: number(row, 'running'),
        unreachable: number(row, 'unreachable'),
        withoutOwner: number(row, 'without_owner'),
        withDuplicateAddress: number(duplicates, 'guests'),
        withoutAddress: number(row, 'without_address'),
        identityInDoubt: number(row, 'in_doubt'),
        templates: number(row, 'templates'),
        withoutBackup: number(row, 'without_backup'),
      },
      allocated: {
        vcpus: number(row, 'vcpus'),
        memoryBytes: number(row, 'memory_bytes'),
        diskBytes: number(row, 'disk_bytes'),
      },
    };
  }

  private async tallies(
    scope: Scope,
  ): Promise<
    Pick<Summary, 'byPlatform' | 'byPowerState' | 'byOsFamily' | 'byType'>
  > {
    const rows = await run<Row & { set: string }>(
      this.db,
      sql`select case
            when grouping(g.platform_id) = 0 then 'platform'
            when grouping(g.power_state) = 0 then 'power'
            when grouping(g.os_family) = 0 then 'os'
            else 'type' end as set,
          coalesce(g.platform_id, g.power_state, g.os_family, g.type) as value,
          count(*) as count
        from guests g
        where g.deleted_at is null and ${scopeCondition(scope, 'g.owner_ref')}
        group by grouping sets ((g.platform_id), (g.power_state), (g.os_family), (g.type))
        order by count(*) desc, value`,
    );
    const of = (set: string): Tally =>
      rows
        .filter(row => row.set === set)
        .map(row => ({
          value: row.value ?? 'unknown',
          count: Number(row.count),
        }));
    return {
      byPlatform: of('platform'),
      byPowerState: of('power'),
      byOsFamily: of('os'),
      byType: of('type'),
    };
  }

  private async addresses(scope: Scope): Promise<Summary['addresses']> {
    const [row] = await run<Row>(
      this.db,
      sql`select coalesce(sum(seen.rows), 0) as total, count(*) as distinct_addresses,
          count(*) filter (where seen.guests > 1) as duplicated
        from (select count(*) as rows, count(distinct a.guest_id) as guests
          from guest_addresses a where ${scopeCondition(scope, 'a.owner_ref')}
          group by a.address) seen`,
    );
    return {
      total: number(row, 'total'),
      distinct: number(row, 'distinct_addresses'),
      duplicated: number(row, 'duplicated'),
    };
  }

  private async changesLastDay(scope: Scope): Promise<Tally> {
    const rows = await run<Row>(
      this.db,
      sql`select c.operation as value, count(*) as count
        from change_batches b join changes c on c.batch_id = b.id
        where b.first_sequence is not null and c.kind = 'guest'
          and b.at > now() - interval '24 hours'
          and ${scopeCondition(scope, 'c.owner_ref')}
        group by c.operation order by c.operation`,
    );
    return rows.map(row => ({
      value: row.value ?? '',
      count: Number(row.count),
    }));
  }

  private async infrastructure(): Promise<
    NonNullable<Summary['infrastructure']>
  > {
    const [row] = await run<Row>(
      this.db,
      raw(`select
        (select count(*) from hosts where deleted_at is null) as hosts,
        (select count(*) from hosts where deleted_at is null and status = 'online') as hosts_online,
        (select count(*) from clusters where deleted_at is null) as clusters,
        (select count(*) from networks where deleted_at is null) as networks,
        (select count(*) from networks n where n.deleted_at is null and exists (
          select from guests g where g.deleted_at is null
            and g.platform_id = n.platform_id and g.networks @> array[n.name]
            and g.cluster_id is not distinct from n.cluster_id)) as networks_in_use,
        (select count(*) from storages where deleted_at is null) as storages,
        (select coalesce(sum(capacity_bytes), 0) from storages where deleted_at is null) as storage_bytes,
        (select coalesce(sum(used_bytes), 0) from storages where deleted_at is null) as storage_used_bytes,
        (select coalesce(sum(cpu_threads), 0) from hosts where deleted_at is null) as cpu_threads,
        (select coalesce(sum(memory_bytes), 0) from hosts where deleted_at is null) as memory_bytes,
        (select count(*) from sync_runs where state = 'held') as held_runs`),
    );
    return {
      hosts: number(row, 'hosts'),
      hostsOnline: number(row, 'hosts_online'),
      clusters: number(row, 'clusters'),
      networks: number(row, 'networks'),
      networksInUse: number(row, 'networks_in_use'),
      storages: number(row, 'storages'),
      storageBytes: number(row, 'storage_bytes'),
      storageUsedBytes: number(row, 'storage_used_bytes'),
      cpuThreads: number(row, 'cpu_threads'),
      memoryBytes: number(row, 'memory_bytes'),
      heldRuns: number(row, 'held_runs'),
    };
  }
}

const number = (row: Row | undefined, column: string) =>
  Number(row?.[column] ?? 0);
