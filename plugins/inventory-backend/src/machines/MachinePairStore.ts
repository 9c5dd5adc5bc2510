import { ConflictError, NotFoundError } from '@backstage/errors';
import { allOf, readPage, run, sql } from '@flyloft/backend-kit';
import type { ListQuery } from '@flyloft/kit-common';
import type {
  GuestSightings,
  MachineDecision,
  MachinePair,
  Sighting,
} from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { query } from '../database/query';
import type { Scope } from '../scope/scope';
import {
  machinePairList,
  toMachinePair,
  type MachinePairRow,
} from './machinePairList';
import {
  clearLostEvidence,
  contradiction,
  dropLostPairs,
  findPairs,
  hasOthers,
  keepFoundPairs,
  mostPairs,
  sameByOthers,
  sightingsOf,
} from './machinePairSql';

// Syncs of two platforms find the same pairs, and a decision reads many.
const oneAtATime = `select pg_advisory_xact_lock(hashtext(current_schema() || '.machine_pairs'))`;

/** Keeps which guests of two platforms may be, and are, the same machine. */
export class MachinePairStore {
  constructor(private readonly db: Knex) {}

  /**
   * Compares the guests of one platform with those of all others, and keeps
   * what speaks for a pair. A person's decision stays as it is.
   *
   * @returns how many pairs were found; `bounded` when there may be more.
   */
  async compare(
    platformId: string,
  ): Promise<{ found: number; bounded: boolean }> {
    return this.db.transaction(async tx => {
      const others = await query(tx, hasOthers, { platformId });
      if (others.length === 0) return { found: 0, bounded: false };
      await query(
        tx,
        `select set_config('work_mem', '128MB', true), set_config('jit', 'off', true),
          set_config('statement_timeout', '60s', true)`,
      );
      await query(tx, findPairs, { platformId });
      await query(tx, oneAtATime);
      await query(tx, dropLostPairs, { platformId });
      await query(tx, clearLostEvidence, { platformId });
      await query(tx, keepFoundPairs);
      const [count] = await query<{ found: number }>(
        tx,
        'select count(*)::integer as found from found_pairs',
      );
      return { found: count!.found, bounded: count!.found >= mostPairs };
    });
  }

  /** One page of the pairs of which the caller may see both guests. */
  async list(listQuery: ListQuery, scope: Scope) {
    const page = await readPage<MachinePairRow>(
      this.db,
      machinePairList(scope),
      listQuery,
    );
    return { ...page, items: page.rows.map(toMachinePair) };
  }

  /** The other sightings of a guest, decided and possible ones. */
  async ofGuest(guestId: string, scope: Scope): Promise<GuestSightings> {
    const list = machinePairList(scope);
    const pairs = await run<MachinePairRow>(
      this.db,
      sql`select ${list.select} from ${list.from}
        where ${guestId}::uuid in (t.left_id, t.right_id) and ${allOf(list.conditions)}
        order by t.strength desc, t.id limit 100`,
    );
    const rows = await query<SightingRow>(this.db, sightingsOf, {
      guestIds: [guestId],
    });
    return {
      sightings: rows
        .filter(row => mayBeSeen(row.owner_ref, scope))
        .map(toSighting),
      pairs: pairs.map(toMachinePair),
    };
  }

  /**
   * Notes what a person decided about a pair, or takes it back.
   *
   * @throws NotFoundError also when one of its guests is outside the scope.
   * @throws ConflictError when other decisions say the opposite.
   */
  async decide(
    id: string,
    { verdict, reason }: MachineDecision,
    by: string,
    scope: Scope,
  ): Promise<{ before: MachinePair; after: MachinePair }> {
    return this.db.transaction(async tx => {
      await query(tx, oneAtATime);
      const before = await this.get(tx, id, scope);
      if (verdict !== 'undecided')
        await refuseContradiction(tx, before, verdict);
      const decided = verdict === 'undecided' ? null : verdict;
      // Without evidence and without a decision there is no pair any more.
      if (!decided && before.strength === 0) {
        await tx('machine_pairs').where({ id }).delete();
        return { before, after: { ...before, ...undecided } };
      }
      await tx('machine_pairs')
        .where({ id })
        .update({
          verdict: decided,
          reason: decided && reason,
          decided_by: decided && by,
          decided_at: decided && tx.raw('clock_timestamp()'),
        });
      return { before, after: await this.get(tx, id, scope) };
    });
  }

  private async get(db: Knex, id: string, scope: Scope): Promise<MachinePair> {
    const list = machinePairList(scope);
    const [row] = /^\d{1,18}$/.test(id)
      ? await run<MachinePairRow>(
          db,
          sql`select ${list.select} from ${list.from}
            where t.id = ${id}::bigint and ${allOf(list.conditions)}`,
        )
      : [];
    if (!row) throw new NotFoundError(`There is no machine pair '${id}'`);
    return toMachinePair(row);
  }
}

const undecided = {
  verdict: 'undecided',
  reason: null,
  decidedBy: null,
  decidedAt: null,
} as const;

/** A machine has one answer: what makes two guests one must not part them too. */
async function refuseContradiction(
  tx: Knex,
  { id, left, right }: MachinePair,
  verdict: 'same' | 'different',
): Promise<void> {
  if (verdict === 'same') {
    const [conflict] = await query<{ left_name: string; right_name: string }>(
      tx,
      contradiction,
      { guestIds: [left.id, right.id], pairId: id },
    );
    if (conflict) {
      throw new ConflictError(
        `'${conflict.left_name}' and '${conflict.right_name}' would be one machine, too, and were decided to be different; take that back first`,
      );
    }
    return;
  }
  const [same] = await query(tx, sameByOthers, {
    leftId: left.id,
    rightId: right.id,
    pairId: id,
  });
  if (same) {
    throw new ConflictError(
      `'${left.name}' and '${right.name}' are one machine by other decisions; take one of those back first`,
    );
  }
}

interface SightingRow {
  id: string;
  name: string;
  platform_id: string;
  external_id: string;
  power_state: Sighting['powerState'];
  visibility: Sighting['visibility'];
  owner_ref: string | null;
}

const mayBeSeen = (ownerRef: string | null, scope: Scope) =>
  scope.kind !== 'owners' ||
  (ownerRef !== null && scope.owners.includes(ownerRef));

const toSighting = (row: SightingRow): Sighting => ({
  id: row.id,
  name: row.name,
  platformId: row.platform_id,
  externalId: row.external_id,
  powerState: row.power_state,
  visibility: row.visibility,
});
