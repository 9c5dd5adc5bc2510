import type { Knex } from 'knex';
import { ChainStore, lockChain, pointOf, type Head } from '../chain/ChainStore';

/** Removes what retention no longer wants, and proves what it removed. */
export class PurgeStore {
  constructor(
    private readonly db: Knex,
    private readonly chain: ChainStore,
  ) {}

  /**
   * The newest row of the oldest that are older than so many days: the chain
   * is in the order of writing, so all before it go as well. The newest of
   * all stays.
   */
  async lastToRemove(olderThanDays: number): Promise<Head | undefined> {
    const { rows } = await this.db.raw<{
      rows: Array<{ sequence: string; hash: Buffer }>;
    }>(
      `select sequence, hash from audit_events
        where sequence < (select coalesce(min(sequence), 9223372036854775807)
            from audit_events where at >= now() - make_interval(days => ?))
          and sequence < (select max(sequence) from audit_events)
        order by sequence desc limit 1`,
      [olderThanDays],
    );
    const [row] = rows;
    return row && { sequence: BigInt(row.sequence), hash: row.hash };
  }

  /** Signs a checkpoint for all rows up to this one, and removes them. */
  async removeUntil(last: Head): Promise<number> {
    return this.db.transaction(async tx => {
      await lockChain(tx);
      const { rows } = await tx.raw<{ rows: Array<{ count: string }> }>(
        'select count(*) as count from audit_events where sequence <= ?',
        [last.sequence.toString()],
      );
      const count = BigInt(rows[0]?.count ?? 0);
      if (count === 0n) return 0;
      await this.chain.checkpoint(tx, pointOf('purge', last, count));
      const { rowCount } = await tx.raw<{ rowCount: number }>(
        'delete from audit_events where sequence <= ?',
        [last.sequence.toString()],
      );
      return rowCount;
    });
  }
}
