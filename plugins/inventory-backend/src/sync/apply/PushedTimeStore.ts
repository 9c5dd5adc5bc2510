import { ConflictError } from '@backstage/errors';
import type { ChangedKind, SyncRun } from '@flyloft/plugin-inventory-common';
import { query } from '../../database/query';
import { CollectorFailure } from '../CollectorFailure';
import { thingTables } from '../staging/things';
import type { ApplyContext } from './ApplyContext';

/** Kinds with the table each is staged in. */
const staged: ReadonlyArray<[ChangedKind, keyof ApplyContext['tables']]> = [
  ...Object.values(thingTables).map(
    ({ kind, table }) =>
      [kind, table as keyof ApplyContext['tables']] as [
        ChangedKind,
        keyof ApplyContext['tables'],
      ],
  ),
  ['guest', 'guests'],
];

/**
 * Keeps pushes in the order in which they were collected, whatever the order
 * in which they come. All of it happens under the lock of the platform's row.
 */
export class PushedTimeStore {
  /**
   * Refuses a push that is older than the last whole picture, and a whole one
   * that is older than a part which came meanwhile.
   *
   * @throws CollectorFailure of a ConflictError saying what is newer
   */
  async requireNewer(context: ApplyContext): Promise<void> {
    const [row] = await query<{ newest: Date | null }>(
      context.tx,
      `select greatest(
          (select collected_at from platforms where id = :platformId),
          case when not :partial::boolean then
            (select max(collected_at) from pushed_times
              where platform_id = :platformId) end) as newest`,
      { platformId: context.platformId, partial: context.partial },
    );
    const newest = row?.newest ?? null;
    if (newest === null || +newest <= Date.parse(context.collectedAt)) return;
    throw new CollectorFailure(
      new ConflictError(
        `It was collected at ${context.collectedAt}; what is shown is newer, of ${newest.toISOString()}`,
      ),
    );
  }

  /** Leaves out of a part what is known newer; answers what to tell of it. */
  async dropOlder(context: ApplyContext): Promise<SyncRun['gaps']> {
    let dropped = 0;
    for (const [kind, table] of staged) {
      const rows = await query(
        context.tx,
        `delete from ${context.tables[table]} s using pushed_times t
          where t.platform_id = :platformId and t.kind = :kind
            and t.external_id = s.external_id
            and t.collected_at > :collectedAt::timestamptz
          returning s.external_id`,
        {
          platformId: context.platformId,
          kind,
          collectedAt: context.collectedAt,
        },
      );
      dropped += rows.length;
    }
    return dropped === 0
      ? []
      : [
          {
            scope: 'older records',
            reason: `${dropped} were left out: what is shown of them was collected later`,
          },
        ];
  }

  /** Leaves out guests whose id another machine has now: only a whole picture says so. */
  async dropSuccessors(context: ApplyContext): Promise<SyncRun['gaps']> {
    const rows = await query(
      context.tx,
      `with waiting as (
          delete from guest_match m where m.verdict = 'successor'
          returning m.external_id)
        delete from ${context.tables.guests} s using waiting w
          where s.external_id = w.external_id returning s.external_id`,
    );
    return rows.length === 0
      ? []
      : [
          {
            scope: 'other machines',
            reason: `${rows.length} ids belong to another machine now; a whole picture is needed to tell`,
          },
        ];
  }

  /** Notes when the things of a part were collected. */
  async note(context: ApplyContext): Promise<void> {
    for (const [kind, table] of staged) {
      await query(
        context.tx,
        `insert into pushed_times as t (platform_id, kind, external_id, collected_at)
          select :platformId::text, :kind::text, s.external_id, :collectedAt::timestamptz
          from ${context.tables[table]} s
          on conflict (platform_id, kind, external_id) do update
            set collected_at = greatest(t.collected_at, excluded.collected_at)`,
        {
          platformId: context.platformId,
          kind,
          collectedAt: context.collectedAt,
        },
      );
    }
  }

  /** Forgets what a whole picture makes needless. */
  async forget(context: ApplyContext): Promise<void> {
    await query(
      context.tx,
      `delete from pushed_times where platform_id = :platformId
        and collected_at <= :collectedAt::timestamptz`,
      { platformId: context.platformId, collectedAt: context.collectedAt },
    );
  }
}
