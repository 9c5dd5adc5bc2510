import { InputError } from '@backstage/errors';
import { anyOf, join, raw, run, sql, type Sql } from '@flyloft/backend-kit';
import {
  changeTypes,
  fieldsOfChangeType,
  type DailyChanges,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import type { HistoryScope } from '../history/HistoryStore';
import { scopeCondition } from '../scope/scopeCondition';

// One transaction counts so many: a history that was never counted must not
// hold its lock for a minute.
const changesPerStep = 200_000;
const keptDays = 400;

/**
 * Counts changes by half hour and type, once each, for the dashboard. What is
 * new is counted when somebody looks: nobody waits for it in a sync.
 */
export class ChangeTallyStore {
  constructor(private readonly db: Knex) {}

  /** How many changes each of the last days brought, by type. */
  async daily(
    query: { days: number; timeZone: string },
    scope: HistoryScope,
  ): Promise<DailyChanges> {
    await this.countNew();
    const { days, timeZone } = query;
    const today = sql`(now() at time zone ${timeZone})::date`;
    const [bounds, items] = await Promise.all([
      run<{ from: string; to: string }>(
        this.db,
        sql`select (${today} - ${days - 1}::integer)::text as from, ${today}::text as to`,
      ),
      run<DailyChanges['items'][number]>(
        this.db,
        sql`select ((t.slot at time zone ${timeZone})::date)::text as day, t.type,
            sum(t.count)::integer as count
          from change_tallies t
          where t.slot >= ((${today} - ${days - 1}::integer)::timestamp at time zone ${timeZone})
            and ${visible(scope)}
          group by 1, 2 order by 1, 2`,
      ),
    ]).catch(refuseTimeZone(timeZone));
    return { ...bounds[0]!, timeZone, items };
  }

  /** Counts what was published since it last was. */
  private async countNew(): Promise<void> {
    const [clock] = await run<{ behind: string }>(this.db, behind);
    if (clock!.behind === '0') return;
    for (;;) {
      const counted = await this.db.transaction(tx => countStep(tx));
      if (counted < changesPerStep) return;
    }
  }
}

const behind = raw(`select t.last_sequence,
    f.last_sequence - t.last_sequence as behind
  from change_tally_clock t, feed_clock f`);

async function countStep(tx: Knex.Transaction): Promise<number> {
  // Who looks at the same time waits here, and finds it counted.
  const [clock] = await run<{ behind: string; last_sequence: string }>(
    tx,
    sql`${behind} for update of t`,
  );
  if (clock!.behind === '0') return 0;
  const [step] = await run<{ until: string | null; size: string | null }>(
    tx,
    sql`select max(first_sequence + size - 1) as until, sum(size) as size
      from (select first_sequence, size,
          sum(size) over (order by first_sequence) - size as before
        from change_batches where first_sequence > ${clock!.last_sequence}::bigint) b
      where b.before < ${changesPerStep}`,
  );
  if (!step?.until) return 0;
  await run(tx, talliesBetween(clock!.last_sequence, step.until));
  await run(
    tx,
    sql`update change_tally_clock set last_sequence = ${step.until}::bigint`,
  );
  await run(
    tx,
    sql`delete from change_tallies
      where slot < now() - make_interval(days => ${keptDays}::integer)`,
  );
  return Number(step.size);
}

function talliesBetween(after: string, until: string): Sql {
  return sql`with counted as (
      select b.id, date_bin('30 minutes', b.at, 'epoch') as slot
      from change_batches b
      where b.first_sequence > ${after}::bigint and b.first_sequence <= ${until}::bigint),
    types (head, type) as (values ${typesByField()}),
    touched as (
      select distinct f.batch_id, f.position, coalesce(types.type, 'other') as type
      from counted join change_fields f on f.batch_id = counted.id
      left join types on types.head = split_part(f.field, '.', 1))
    insert into change_tallies
      (slot, type, kind, owner_ref, second_owner_ref, count)
    select counted.slot,
      case c.operation when 'changed' then coalesce(touched.type, 'other')
        else 'life-cycle' end as type,
      c.kind, c.owner_ref, c.second_owner_ref, count(distinct (c.batch_id, c.position))
    from counted join changes c on c.batch_id = counted.id
    left join touched on c.operation = 'changed'
      and touched.batch_id = c.batch_id and touched.position = c.position
    group by 1, 2, 3, 4, 5
    on conflict (slot, type, kind, owner_ref, second_owner_ref)
      do update set count = change_tallies.count + excluded.count`;
}

/** Which type a changed field is, as rows; what is in none is another. */
function typesByField(): Sql {
  const rows = changeTypes.flatMap(type => {
    const fields = fieldsOfChangeType(type);
    return fields === 'life-cycle' || fields.kind === 'others'
      ? []
      : fields.names.map(name => sql`(${name}::text, ${type}::text)`);
  });
  return join(rows, ', ');
}

function visible(scope: HistoryScope): Sql {
  return anyOf([
    sql`t.kind = 'guest' and ${scopeCondition(scope.guests, 't.owner_ref')}`,
    ...(scope.infrastructure ? [raw(`t.kind <> 'guest'`)] : []),
  ]);
}

// The browser knows zones that this server's PostgreSQL may not.
function refuseTimeZone(timeZone: string) {
  return (error: unknown): never => {
    if ((error as { code?: unknown }).code === '22023') {
      throw new InputError(`timeZone: '${timeZone}' is not known here`);
    }
    throw error;
  };
}
