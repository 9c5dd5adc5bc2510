import type { SyncCounts } from '@flyloft/plugin-inventory-common';
import type { ScopeFigures } from '../deletionGuard/deletionGuard';
import type { Knex } from 'knex';
import { query } from '../../database/query';
import { bindingsOf, type ApplyContext } from './ApplyContext';
import {
  insertThings,
  noteSight,
  noteThings,
  planThings,
  rememberSight,
  updateThings,
  type ThingShape,
} from './thingSql';

/**
 * Compares and writes one kind of thing: cluster, host, network, storage.
 * These keep their present only; guests have stores of their own.
 */
export class ThingApplyStore {
  constructor(private readonly shape: ThingShape) {}

  /** Finds out what is new, gone or different. */
  async plan(context: ApplyContext): Promise<void> {
    await query(context.tx, planThings(this.shape, this.staged(context)), {
      platformId: context.platformId,
      withheld: context.withheld.get(this.shape.kind) ?? null,
      partial: context.partial,
    });
  }

  private staged(context: ApplyContext): string {
    return context.tables[this.shape.table as 'clusters'];
  }

  /** How many would go, for the guard; the whole platform is one scope. */
  async figures(context: ApplyContext): Promise<ScopeFigures> {
    const { table, kind } = this.shape;
    const [row] = await query<{
      known: number;
      gone: number;
      in_day: number;
      listed: number;
    }>(
      context.tx,
      `select
        (select count(*) from ${table} o
          where o.platform_id = :platformId and o.deleted_at is null)::integer as known,
        (select count(*) from next_${table} n where n.operation = 'deleted')::integer as gone,
        (select count(*) from ${table} o join sync_runs r on r.id = o.deleted_run_id
          where o.platform_id = :platformId and o.deleted_at > :at::timestamptz - interval '1 day'
            and r.trigger <> 'confirmation')::integer as in_day,
        (select count(*) from ${this.staged(context)})::integer as listed`,
      bindingsOf(context),
    );
    return {
      kind,
      level: 'platform',
      externalId: context.platformId,
      name: context.platformTitle,
      known: row!.known,
      wouldDelete: row!.gone,
      deletedInDay: row!.in_day,
      listed: row!.listed,
    };
  }

  /** Writes the history first, since it reads the rows as they were. */
  async write(context: ApplyContext): Promise<SyncCounts> {
    const { tx } = context;
    if (await this.isPlanned(tx)) {
      await this.note(context, noteThings(this.shape));
      await query(tx, rememberSight(this.shape));
      await query(tx, insertThings(this.shape), bindingsOf(context));
      await query(tx, updateThings(this.shape), bindingsOf(context));
    }
    return this.counts(context);
  }

  /** Whether anything is to be written: mostly nothing is. */
  private async isPlanned(tx: Knex): Promise<boolean> {
    const rows = await query(
      tx,
      `select from next_${this.shape.table} limit 1`,
    );
    return rows.length > 0;
  }

  /** Notes what went out of sight or came back; comes after the guests. */
  async writeSight(context: ApplyContext): Promise<void> {
    if (!(await this.isPlanned(context.tx))) return;
    await this.note(context, noteSight(this.shape));
  }

  private async note(context: ApplyContext, statement: string): Promise<void> {
    const { batch } = context;
    const [row] = await query<{ noted: number }>(context.tx, statement, {
      batch: await batch.identify(),
      position: batch.nextPosition,
      platformId: context.platformId,
    });
    batch.added(row!.noted);
  }

  private async counts(context: ApplyContext): Promise<SyncCounts> {
    const { table } = this.shape;
    const [counts] = await query<SyncCounts>(
      context.tx,
      `select
        (select count(*) from ${this.staged(context)})::integer as seen,
        count(*) filter (where operation = 'created')::integer as created,
        count(*) filter (where operation in ('changed', 'reachable', 'unreachable') and differs)::integer as changed,
        count(*) filter (where operation = 'deleted')::integer as deleted,
        count(*) filter (where operation = 'returned')::integer as returned,
        (select count(*) from ${table} o where o.platform_id = :platformId
          and o.visibility = 'unreachable')::integer as unreachable
      from next_${table}`,
      { platformId: context.platformId },
    );
    return counts!;
  }
}
