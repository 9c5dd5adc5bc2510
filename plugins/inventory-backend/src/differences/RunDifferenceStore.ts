import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { allOf, run, sql, type Sql } from '@flyloft/backend-kit';
import type {
  DifferentThing,
  RunDifference,
  RunDifferenceQuery,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { HistoryBeginningStore } from '../history/HistoryBeginningStore';
import { visible, type HistoryScope } from '../history/HistoryStore';
import { toSyncRun, type SyncRunRow } from '../syncRuns/syncRunRow';

const pageSize = 100;
const mostFields = 50;

type CountRow = RunDifference['counts'][number] & { count: string };
type FieldRow = RunDifference['fields'][number] & { count: string };

interface ThingRow {
  kind: DifferentThing['kind'];
  object_id: string;
  platform_id: string;
  name: string;
  outcome: DifferentThing['outcome'];
  fields: DifferentThing['fields'] | null;
}

/** A run that has ended well, as a moment. */
type Ended = SyncRunRow & { finished_at: Date };

/** Says how the picture after one run differs from that after another. */
export class RunDifferenceStore {
  constructor(private readonly db: Knex) {}

  /**
   * The difference between two runs: net, so what changed back is not in it.
   * Runs of two platforms are compared over all platforms.
   *
   * @throws NotFoundError, ConflictError when a run changed nothing because it
   *   did not succeed, InputError for twice the same, or from before history
   *   begins.
   */
  async get(
    toId: string,
    query: RunDifferenceQuery,
    scope: HistoryScope,
  ): Promise<RunDifference> {
    const [one, other] = await this.runs(toId, query.from);
    const [from, to] = [one, other].sort(
      (left, right) => left.finished_at.getTime() - right.finished_at.getTime(),
    ) as [Ended, Ended];
    const platformId =
      from.platform_id === to.platform_id ? to.platform_id : null;
    const different = netDifference(
      allOf([
        sql`b.at > ${from.finished_at} and b.at <= ${to.finished_at}`,
        visible(scope),
        ...(platformId ? [sql`c.platform_id = ${platformId}`] : []),
      ]),
    );
    const [counts, fields, things] = await Promise.all([
      this.counts(different),
      this.fields(different),
      this.things(different, query),
    ]);
    await new HistoryBeginningStore(this.db).requireMoment(
      from.finished_at.toISOString(),
    );
    return {
      from: toSyncRun(from),
      to: toSyncRun(to),
      platformId,
      counts,
      fields,
      ...things,
    };
  }

  private async runs(
    toId: string,
    fromId: string | undefined,
  ): Promise<[Ended, Ended]> {
    const to = await this.ended(toId);
    if (fromId === toId) {
      throw new InputError('A run does not differ from itself; choose two');
    }
    if (fromId !== undefined) return [await this.ended(fromId), to];
    const [before] = await run<Ended>(
      this.db,
      sql`select r.* from sync_runs r
        where r.platform_id = ${to.platform_id} and r.state = 'succeeded'
          and r.finished_at < ${to.finished_at}
        order by r.id desc limit 1`,
    );
    if (!before) {
      throw new ConflictError(
        `Sync run '${toId}' is the first of '${to.platform_id}' that succeeded: there is none before it`,
      );
    }
    return [before, to];
  }

  private async ended(id: string): Promise<Ended> {
    const [row] = /^\d{1,18}$/.test(id)
      ? await run<SyncRunRow>(
          this.db,
          sql`select r.* from sync_runs r where r.id = ${id}::bigint`,
        )
      : [];
    if (!row) throw new NotFoundError(`There is no sync run '${id}'`);
    if (row.state !== 'succeeded' || !row.finished_at) {
      throw new ConflictError(
        `Sync run '${id}' is ${row.state}: it changed nothing to compare`,
      );
    }
    return row as Ended;
  }

  private async counts(different: Sql): Promise<RunDifference['counts']> {
    const rows = await run<CountRow>(
      this.db,
      sql`${different} select kind, outcome, count(*) as count from different
        group by kind, outcome order by kind, outcome`,
    );
    return rows.map(row => ({ ...row, count: Number(row.count) }));
  }

  private async fields(different: Sql): Promise<RunDifference['fields']> {
    const rows = await run<FieldRow>(
      this.db,
      sql`${different} select d.kind, split_part(f.field, '.', 1) as field,
          count(distinct d.object_id) as count
        from different d join net f on f.object_id = d.object_id
        where d.outcome = 'changed'
        group by 1, 2 order by count(distinct d.object_id) desc, 1, 2
        limit ${mostFields}`,
    );
    return rows.map(row => ({ ...row, count: Number(row.count) }));
  }

  private async things(
    different: Sql,
    query: RunDifferenceQuery,
  ): Promise<Pick<RunDifference, 'items' | 'nextCursor'>> {
    const limit = query.limit ?? pageSize;
    const after = parseCursor(query.cursor);
    const rows = await run<ThingRow>(
      this.db,
      sql`${different} select d.*, f.fields
        from (select * from different d where ${allOf([
          ...(query.outcome ? [sql`d.outcome = ${query.outcome}`] : []),
          ...(query.kind ? [sql`d.kind = ${query.kind}`] : []),
          ...(after
            ? [
                sql`(d.name collate "C", d.object_id) > (${after.name}::text collate "C", ${after.id}::uuid)`,
              ]
            : []),
        ])} order by d.name collate "C", d.object_id limit ${limit + 1}) d
        left join lateral (
          select jsonb_agg(jsonb_build_object('field', n.field,
            'from', n.from_value, 'to', n.to_value) order by n.field) as fields
          from net n where n.object_id = d.object_id and d.outcome = 'changed') f on true
        order by d.name collate "C", d.object_id`,
    );
    const shown = rows.slice(0, limit);
    const last = rows.length > limit ? shown.at(-1) : undefined;
    return {
      items: shown.map(row => ({
        kind: row.kind,
        objectId: row.object_id,
        platformId: row.platform_id,
        name: row.name,
        outcome: row.outcome,
        fields: row.fields ?? [],
      })),
      nextCursor: last
        ? Buffer.from(JSON.stringify([last.name, last.object_id])).toString(
            'base64url',
          )
        : null,
    };
  }
}

/**
 * The tables `different`, a row per thing, and `net`, a row per field of it
 * that is not what it was. A thing that was first noted as new or back was not
 * there before; one that was last noted as deleted is not there after.
 */
function netDifference(condition: Sql): Sql {
  return sql`with seen as materialized (
      select c.object_id, c.kind, c.platform_id, c.name, c.operation,
        c.batch_id, c.position, b.first_sequence + c.position as sequence
      from change_batches b join changes c on c.batch_id = b.id
      where b.first_sequence is not null and ${condition}
    ), net as materialized (
      select s.object_id, f.field,
        (array_agg(f.from_value order by s.sequence))[1] as from_value,
        (array_agg(f.to_value order by s.sequence desc))[1] as to_value
      from seen s join change_fields f
        on f.batch_id = s.batch_id and f.position = s.position
      group by s.object_id, f.field
      having (array_agg(f.from_value order by s.sequence))[1]
        is distinct from (array_agg(f.to_value order by s.sequence desc))[1]
    ), ends as (
      select object_id, kind, platform_id,
        (array_agg(name order by sequence desc))[1] as name,
        (array_agg(operation order by sequence))[1] not in ('created', 'returned') as before,
        (array_agg(operation order by sequence desc))[1] <> 'deleted' as after
      from seen group by object_id, kind, platform_id
    ), different as materialized (
      select e.object_id, e.kind, e.platform_id, e.name, case
          when e.before and e.after then 'changed'
          when e.after then 'appeared'
          when e.before then 'vanished'
          else 'passing' end as outcome
      from ends e
      where not (e.before and e.after)
        or exists (select from net n where n.object_id = e.object_id)
    )`;
}

function parseCursor(text: string | undefined) {
  if (text === undefined) return null;
  try {
    const [name, id] = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (typeof name === 'string' && /^[0-9a-f-]{36}$/.test(id)) {
      return { name, id: id as string };
    }
  } catch {
    // Said below, the same as of any other text that is none.
  }
  throw new InputError('The cursor is not one of this list; leave it out');
}
