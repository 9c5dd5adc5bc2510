import type { SyncCounts } from '@flyloft/plugin-inventory-common';
import { query } from '../../database/query';
import { observedOf } from '../../guests/effectiveSql';
import {
  resolveIdentity,
  type KnownIdentity,
  type SeenIdentity,
} from '../../guests/identity/resolveIdentity';
import type { ScopeFigures } from '../deletionGuard/deletionGuard';
import { bindingsOf, type ApplyContext } from './ApplyContext';
import {
  insertGuests,
  noteGuestFields,
  noteGuestParts,
  noteGuests,
  planGuests,
  updateListedGuests,
  updateUnlistedGuests,
  writeVersions,
} from './guestSql';
import { PushedTimeStore } from './PushedTimeStore';
import {
  deleteAddresses,
  anyDeletedByHand,
  followManualAddresses,
  noteSightOfDeleted,
  noteSightOfMany,
  upsertAddresses,
  upsertRaw,
} from './guestTraceSql';
import { matchGuests, openCandidates, writeVerdicts } from './identitySql';

interface CandidateRow {
  external_id: string;
  was_deleted: boolean;
  known_type: KnownIdentity['type'];
  known: KnownIdentity['evidence'];
  seen_type: SeenIdentity['type'];
  seen: SeenIdentity['evidence'];
}

/** So many candidates for another identity are weighed at a time. */
const candidatePage = 1_000;

/** Compares and writes guests, with their versions, history and addresses. */
export class GuestApplyStore {
  private readonly pushedTimes = new PushedTimeStore();

  /** Finds out which guests are new, gone or different. */
  async plan(context: ApplyContext): Promise<void> {
    const { tx, tables } = context;
    const platform = { platformId: context.platformId };
    await query(tx, matchGuests(tables.guests), platform);
    // Mostly empty, which the planner must know to join it last.
    await query(tx, 'analyze guest_match (external_id, guest_id)');
    await query(tx, 'analyze silent_hosts, silent_clusters');
    await this.weighIdentities(context);
    if (context.partial) {
      context.leftOut.push(...(await this.pushedTimes.dropSuccessors(context)));
    }
    await query(tx, planGuests(tables.guests), {
      ...platform,
      withheld: context.withheld.get('guest') ?? null,
      partial: context.partial,
    });
    await query(tx, 'analyze guest_plan (id, operation)');
  }

  /**
   * Asks the rule about every guest whose evidence says something new, a page
   * at a time. SQL only finds them; it decides nothing about identity.
   */
  private async weighIdentities(context: ApplyContext): Promise<void> {
    const { tx } = context;
    await query(tx, openCandidates);
    for (;;) {
      const rows = await query<CandidateRow>(
        tx,
        `fetch ${candidatePage} from identity_candidates`,
      );
      if (rows.length === 0) break;
      const decided = rows.flatMap(verdictOf);
      if (decided.length > 0) {
        await query(tx, writeVerdicts, {
          ids: decided.map(one => one.externalId),
          verdicts: decided.map(one => one.verdict),
          reasons: decided.map(one => one.because),
        });
      }
    }
    await query(tx, 'close identity_candidates');
  }

  /** How many would go, by platform, cluster and host, for the guard. */
  async figures(context: ApplyContext): Promise<ScopeFigures[]> {
    const { tx, tables } = context;
    const [gone] = await query(
      tx,
      `select from guest_plan where operation = 'deleted' limit 1`,
    );
    if (!gone) return [];
    const rows = await query<FigureRow>(tx, figuresSql(tables.guests), {
      platformId: context.platformId,
      at: context.at,
    });
    return rows.map(row => toFigures(row, context));
  }

  /** Writes what the plan says, history and versions with it. */
  async write(context: ApplyContext): Promise<SyncCounts> {
    const { tx, tables } = context;
    const bindings = bindingsOf(context);
    const [planned] = await query(tx, 'select from guest_plan limit 1');
    if (planned) await this.writePlanned(context);
    await query(tx, upsertRaw(tables.guests), bindings);
    const [byHand] = await query(tx, anyDeletedByHand, bindings);
    if (byHand) {
      await query(tx, noteSightOfDeleted(tables.guests), bindings);
    }
    return this.counts(context);
  }

  private async writePlanned(context: ApplyContext): Promise<void> {
    const { tx, tables, batch } = context;
    const bindings = bindingsOf(context);
    // A successor takes the id that its predecessor gives up here.
    await query(tx, updateUnlistedGuests, bindings);
    await query(tx, updateListedGuests(tables.guests), bindings);
    await query(tx, insertGuests(tables.guests), bindings);

    await this.note(context, noteGuests);
    const batchId = await batch.identify();
    for (const statement of [
      noteGuestFields,
      noteGuestParts('nics'),
      noteGuestParts('disks'),
    ]) {
      await query(tx, statement, { batch: batchId });
    }
    await query(tx, writeVersions, bindings);
    await query(tx, deleteAddresses);
    await query(tx, upsertAddresses, bindings);
    await query(tx, followManualAddresses, bindings);
  }

  /** Notes for many guests at once, at their host, that they went out of sight or came back. */
  async writeSight(context: ApplyContext): Promise<void> {
    await this.note(context, noteSightOfMany);
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
    const [counts] = await query<SyncCounts>(
      context.tx,
      `select
        (select count(*) from ${context.tables.guests})::integer as seen,
        count(*) filter (where operation = 'created')::integer as created,
        count(*) filter (where operation = 'changed')::integer as changed,
        count(*) filter (where operation = 'deleted')::integer as deleted,
        count(*) filter (where operation = 'returned')::integer as returned,
        (select count(*) from guests g where g.platform_id = :platformId
          and g.visibility = 'unreachable')::integer as unreachable
      from guest_plan`,
      { platformId: context.platformId },
    );
    return counts!;
  }
}

function verdictOf(row: CandidateRow) {
  const decision = resolveIdentity(
    { type: row.known_type, evidence: row.known, wasDeleted: row.was_deleted },
    { type: row.seen_type, evidence: row.seen },
  );
  return decision.verdict === 'same'
    ? []
    : [{ externalId: row.external_id, ...decision }];
}

interface FigureRow {
  level: ScopeFigures['level'];
  external_id: string | null;
  name: string | null;
  known: number;
  gone: number;
  in_day: number;
  listed: number;
}

/** A guest that is known, would go, or went within the day counts in each of its scopes. */
const figuresSql = (staged: string) => `
  with counted as (
    select ${observedOf('g', 'cluster_id')} as cluster_id, g.host_id, 1 as known,
      (p.operation = 'deleted')::integer as gone, 0 as in_day
    from guests g left join guest_plan p on p.id = g.id and p.operation = 'deleted'
    where g.platform_id = :platformId and g.deleted_at is null
    union all
    select ${observedOf('g', 'cluster_id')}, g.host_id, 0, 0, 1
    from guests g join sync_runs r on r.id = g.deleted_run_id
    where g.platform_id = :platformId
      and g.deleted_at > :at::timestamptz - interval '1 day'
      and r.trigger <> 'confirmation'
  ), summed as (
    select cluster_id, host_id, grouping(cluster_id, host_id) as grouped,
      sum(known)::integer as known, coalesce(sum(gone), 0)::integer as gone,
      sum(in_day)::integer as in_day
    from counted
    group by grouping sets ((), (cluster_id), (host_id))
  )
  select case s.grouped when 3 then 'platform' when 1 then 'cluster' else 'host' end as level,
    coalesce(c.external_id, h.external_id) as external_id,
    coalesce(c.name, h.name) as name, s.known, s.gone, s.in_day,
    (select count(*) from ${staged})::integer as listed
  from summed s
  left join clusters c on s.grouped = 1 and c.id = s.cluster_id
  left join hosts h on s.grouped = 2 and h.id = s.host_id
  where s.gone > 0 and (s.grouped = 3 or c.id is not null or h.id is not null)`;

function toFigures(row: FigureRow, context: ApplyContext): ScopeFigures {
  return {
    kind: 'guest',
    level: row.level,
    externalId: row.external_id ?? context.platformId,
    name: row.name ?? context.platformTitle,
    known: row.known,
    wouldDelete: row.gone,
    deletedInDay: row.in_day,
    listed: row.listed,
  };
}
