import { ConflictError, NotFoundError } from '@backstage/errors';
import type {
  PlatformRemoval,
  PlatformValues,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { query } from '../database/query';
import {
  PlatformGuestStore,
  type PlatformGuestDeletion,
} from './PlatformGuestStore';

/** A platform as people configured it in the portal. */
export interface StoredPlatform {
  id: string;
  type: string;
  title: string;
  enabled: boolean;
  /** Null takes the interval of the site. */
  intervalSeconds: number | null;
  timeoutSeconds: number;
  values: PlatformValues;
  /** References to the secret store by field. */
  secretRefs: Record<string, string>;
  version: number;
  changedBy: string;
  changedAt: Date;
}

/** What is written of a platform. */
export type PlatformRecord = Omit<StoredPlatform, 'version' | 'changedAt'>;

/** What a replica asks often: which platforms there are, and how new. */
export interface PlatformVersion {
  id: string;
  enabled: boolean;
  version: number;
}

interface EntryRow {
  id: string;
  type: string;
  title: string;
  enabled: boolean;
  interval_seconds: number | null;
  timeout_seconds: number;
  field_values: PlatformValues;
  secret_refs: Record<string, string>;
  version: number;
  changed_by: string;
  changed_at: Date;
}

/**
 * The platforms that people configure. What the rest of the inventory knows of
 * a platform (its row in `platforms`, its queue) changes in the same
 * transaction, so a sync that began under older settings writes nothing more.
 */
export class PlatformEntryStore {
  constructor(private readonly db: Knex) {}

  async list(): Promise<StoredPlatform[]> {
    const rows = await this.db<EntryRow>('platform_entries').orderBy('id');
    return rows.map(toStoredPlatform);
  }

  async versions(): Promise<PlatformVersion[]> {
    return this.db<EntryRow>('platform_entries').select(
      'id',
      'enabled',
      'version',
    );
  }

  async find(id: string): Promise<StoredPlatform | null> {
    const row = await this.db<EntryRow>('platform_entries')
      .where({ id })
      .first();
    return row ? toStoredPlatform(row) : null;
  }

  /**
   * Adds one. Where a platform of the same id and type was removed before, its
   * things are seen again.
   *
   * @throws ConflictError when the id is taken, or was by another type.
   */
  async add(
    record: PlatformRecord,
    intervalSeconds: number,
  ): Promise<StoredPlatform> {
    return this.db.transaction(async tx => {
      const before = await tx('platforms')
        .where({ id: record.id })
        .first('type', 'removed_at');
      if (before && before.removed_at === null) throw taken(record.id);
      if (before && before.type !== record.type) {
        throw new ConflictError(
          `'${record.id}' was a platform of type '${before.type}', whose guests are still known; take another id`,
        );
      }
      const [row] = await tx<EntryRow>('platform_entries')
        .insert(columnsOf(record))
        .onConflict('id')
        .ignore()
        .returning('*');
      if (!row) throw taken(record.id);
      await writePlatform(tx, record, intervalSeconds);
      return toStoredPlatform(row);
    });
  }

  /**
   * Replaces one that is still the version that was looked at; with
   * `restart`, its syncs under way end and can write nothing more.
   *
   * @throws ConflictError when it was edited meanwhile.
   * @throws NotFoundError when it is gone.
   */
  async replace(
    record: PlatformRecord,
    edit: { version: number; intervalSeconds: number; restart: boolean },
  ): Promise<StoredPlatform> {
    return this.db.transaction(async tx => {
      const [row] = await tx<EntryRow>('platform_entries')
        .where({ id: record.id, version: edit.version })
        .update({
          ...columnsOf(record),
          version: edit.version + 1,
          changed_at: tx.raw('clock_timestamp()'),
        } as never)
        .returning('*');
      if (!row) throw await refusal(tx, record.id);
      // Runs before platforms, in the order in which a sync locks them.
      if (edit.restart || !record.enabled) {
        await endRuns(tx, record.id, 'The settings of the platform changed');
      }
      await writePlatform(tx, record, edit.intervalSeconds);
      return toStoredPlatform(row);
    });
  }

  /**
   * Removes one. Its things stay as they were last seen, but for its guests
   * where they are to be deleted; answers how many were.
   */
  async remove(
    id: string,
    version: number,
    guests: Omit<PlatformGuestDeletion, 'platformId'> | null,
  ): Promise<number> {
    return this.db.transaction(async tx => {
      const gone = await tx('platform_entries').where({ id, version }).delete();
      if (gone === 0) throw await refusal(tx, id);
      await endRuns(tx, id, 'The platform was removed');
      await tx('platforms')
        .where({ id })
        .update({
          removed_at: tx.raw('clock_timestamp()'),
          disabled_at: null,
        });
      if (!guests) return 0;
      const { deleted, publish } = await new PlatformGuestStore().delete(tx, {
        platformId: id,
        ...guests,
      });
      await publish();
      return deleted;
    });
  }

  /** What goes, or stays behind, when a platform is removed. */
  async removal(id: string): Promise<PlatformRemoval> {
    const [row] = await query<PlatformRemoval>(this.db, removalSql, { id });
    if (!row) throw new NotFoundError(`There is no platform '${id}'`);
    return row;
  }
}

function columnsOf(record: PlatformRecord) {
  return {
    id: record.id,
    type: record.type,
    title: record.title,
    enabled: record.enabled,
    interval_seconds: record.intervalSeconds,
    timeout_seconds: record.timeoutSeconds,
    field_values: JSON.stringify(record.values) as never,
    secret_refs: JSON.stringify(record.secretRefs) as never,
    changed_by: record.changedBy,
  };
}

async function writePlatform(
  tx: Knex.Transaction,
  { id, type, title, enabled }: PlatformRecord,
  intervalSeconds: number,
): Promise<void> {
  await query(
    tx,
    `insert into platforms as p (id, type, title, interval_seconds, disabled_at)
      values (:id::text, :type::text, :title::text, :intervalSeconds::integer,
        case when :enabled::boolean then null else clock_timestamp() end)
      on conflict (id) do update set type = excluded.type, title = excluded.title,
        interval_seconds = excluded.interval_seconds, removed_at = null,
        disabled_at = case when :enabled then null
          else coalesce(p.disabled_at, excluded.disabled_at) end`,
    { id, type, title, enabled, intervalSeconds },
  );
}

/**
 * Ends what is queued, held or under way. Every write of a run asks for a row
 * that is `running`, so one under way in any replica is fenced from here on.
 */
async function endRuns(
  tx: Knex.Transaction,
  id: string,
  message: string,
): Promise<void> {
  await query(
    tx,
    `update sync_runs set state = 'cancelled', finished_at = clock_timestamp(),
        problem = jsonb_build_object('errorId', 'run-' || id, 'message', :message::text)
      where platform_id = :id::text and state in ('queued', 'running', 'held')`,
    { id, message },
  );
}

const taken = (id: string) =>
  new ConflictError(`'${id}' is taken by another platform`);

async function refusal(tx: Knex, id: string): Promise<Error> {
  const there = await tx('platform_entries').where({ id }).first('version');
  return there
    ? new ConflictError(
        `The platform '${id}' was edited by somebody else meanwhile; load it again`,
      )
    : new NotFoundError(
        `There is no platform '${id}' configured in the portal`,
      );
}

const countOf = (table: string) =>
  `(select count(*)::integer from ${table} t where t.platform_id = p.id and t.deleted_at is null) as ${table}`;

const removalSql = `
  select p.title, ${['guests', 'hosts', 'clusters', 'networks', 'storages'].map(countOf).join(', ')},
    exists (select from sync_runs r where r.platform_id = p.id
      and r.state in ('queued', 'running')) as "syncUnderWay"
  from platforms p where p.id = :id::text and p.removed_at is null`;

function toStoredPlatform(row: EntryRow): StoredPlatform {
  return {
    id: row.id,
    type: row.type,
    title: row.title,
    enabled: row.enabled,
    intervalSeconds: row.interval_seconds,
    timeoutSeconds: row.timeout_seconds,
    values: row.field_values,
    secretRefs: row.secret_refs,
    version: row.version,
    changedBy: row.changed_by,
    changedAt: row.changed_at,
  };
}
