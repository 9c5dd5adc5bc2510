import { join, raw, run, sql, type Sql } from '@flyloft/backend-kit';
import type { BulkEffects, BulkSample } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { saidOf } from '../manual/manualValues';

/** Why an edit leaves guests out: a condition on `guests g`, and words for it. */
export interface Refusal {
  reason: string;
  when: Sql;
}

/** What is found out about the guests of a selection, before anything is written. */
export interface FoundEffects {
  effects: BulkEffects;
  /** Of the ids, and what becomes of each. */
  fingerprint: string;
  /** The guests that change. */
  changing: string[];
}

interface EffectsRow {
  matched: number;
  will_change: number;
  already_so: number;
  refused: Record<string, number> | null;
  fingerprint: string | null;
  changing: string[] | null;
}

/** Guests of a selection with what the edit would do to each. */
function outcomes(
  ids: string[],
  columns: Map<string, Sql>,
  refusals: Refusal[],
): Sql {
  const names = [...columns.keys()];
  const values = [...columns].map(
    ([name, value]) => sql`${value} as ${raw(name)}`,
  );
  const tuple = (alias: string) =>
    raw(`(${names.map(name => `${alias}.${name}`).join(', ')})`);
  const arms = refusals.map(
    ({ reason, when }) => sql`when ${when} then ${reason}::text`,
  );
  const refused =
    arms.length > 0 ? sql`case ${join(arms, ' ')} end` : raw('null::text');
  return sql`select g.id, g.name, ${refused} as refusal,
      ${tuple('m')} is distinct from ${tuple('g')} as differs
    from guests g cross join lateral (select ${join(values, ', ')}) m
    where g.id = any(${ids}::uuid[])`;
}

/** Finds out what an edit does, in one statement. */
export async function findEffects(
  db: Knex,
  ids: string[],
  columns: Map<string, Sql>,
  refusals: Refusal[],
): Promise<FoundEffects> {
  const [row] = await run<EffectsRow>(
    db,
    sql`with outcome as (${outcomes(ids, columns, refusals)})
      select count(*)::integer as matched,
        count(*) filter (where refusal is null and differs)::integer as will_change,
        count(*) filter (where refusal is null and not differs)::integer as already_so,
        (select jsonb_object_agg(refusal, guests) from (
          select refusal, count(*) as guests from outcome
          where refusal is not null group by refusal) r) as refused,
        md5(string_agg(concat_ws('/', id, refusal, differs), ',' order by id)) as fingerprint,
        array_agg(id order by id) filter (where refusal is null and differs) as changing
      from outcome`,
  );
  return {
    effects: {
      matched: row!.matched,
      willChange: row!.will_change,
      alreadySo: row!.already_so,
      refused: Object.entries(row!.refused ?? {})
        .map(([reason, count]) => ({ reason, count }))
        .sort((left, right) => right.count - left.count),
    },
    fingerprint: row!.fingerprint ?? '',
    changing: row!.changing ?? [],
  };
}

/** So many guests are shown in a preview. */
const mostSamples = 10;

/** The first guests that change, with what each field was and becomes. */
export async function findSamples(
  db: Knex,
  changing: string[],
  columns: Map<string, Sql>,
): Promise<BulkSample[]> {
  const values = [...columns].map(
    ([name, value]) => sql`${value} as ${raw(name)}`,
  );
  return run<BulkSample>(
    db,
    sql`select g.id, g.name, (
        select jsonb_agg(jsonb_build_object('field', f.field,
            'from', f.from_value, 'to', f.to_value) order by f.field)
        from (${saidOf([...columns.keys()], 'g', 'm')}) f(field, from_value, to_value)
        where f.from_value is distinct from f.to_value) as fields
      from guests g cross join lateral (select ${join(values, ', ')}) m
      where g.id = any(${changing}::uuid[])
      order by lower(g.name) collate "C", g.id limit ${mostSamples}`,
  );
}
