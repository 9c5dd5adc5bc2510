import { run, sql, raw, type Sql } from '@flyloft/backend-kit';
import type { Knex } from 'knex';

/** So many are remembered at a time; one is a few hundred bytes. */
const mostRemembered = 500;

interface Ends {
  first: string;
  last: string;
}

interface Known extends Ends {
  total: Promise<number>;
}

/**
 * Counts what of the trail matches without reading all of it each time. Rows
 * are only ever added at its end, without a gap, and purged from its
 * beginning: so the whole is the distance of its ends, and what matched once
 * is counted on from there. Of a million rows an exact count took 0.3 to 3 s.
 */
export class EventTotals {
  private readonly known = new Map<string, Known>();

  constructor(private readonly db: Knex) {}

  /** How many rows match; `null`, all of them. */
  async total(where: Sql | null): Promise<number> {
    const ends = await this.ends();
    if (!ends) return 0;
    if (!where) return Number(BigInt(ends.last) - BigInt(ends.first)) + 1;
    // What was within the last hour is so no longer.
    if (where.text.includes('now()')) {
      return this.count(where, { first: ends.first, last: ends.last });
    }
    return this.countOn(where, ends);
  }

  private countOn(where: Sql, ends: Ends): Promise<number> {
    const key = JSON.stringify(where);
    const found = this.known.get(key);
    const before = found?.first === ends.first ? found : null;
    // Moved to the end: what nobody asks for is forgotten first.
    this.known.delete(key);
    const now =
      before && BigInt(before.last) >= BigInt(ends.last)
        ? before
        : { ...ends, total: this.sum(where, before, ends) };
    this.known.set(key, now);
    now.total.catch(() => {
      if (this.known.get(key) === now) this.known.delete(key);
    });
    if (this.known.size > mostRemembered) {
      const [oldest] = this.known.keys();
      this.known.delete(oldest!);
    }
    return now.total;
  }

  private async sum(where: Sql, before: Known | null, { first, last }: Ends) {
    if (!before) return this.count(where, { first, last });
    const next = (BigInt(before.last) + 1n).toString();
    const added = await this.count(where, { first: next, last });
    return (await before.total) + added;
  }

  private async count(where: Sql, { first, last }: Ends): Promise<number> {
    const [row] = await run<{ count: string }>(
      this.db,
      sql`select count(*) as count from audit_events
        where ${where} and sequence between ${first}::bigint and ${last}::bigint`,
    );
    return Number(row?.count ?? 0);
  }

  private async ends(): Promise<Ends | null> {
    const [row] = await run<{ first: string | null; last: string | null }>(
      this.db,
      raw(
        'select min(sequence) as first, max(sequence) as last from audit_events',
      ),
    );
    const { first = null, last = null } = row ?? {};
    return first === null || last === null ? null : { first, last };
  }
}
