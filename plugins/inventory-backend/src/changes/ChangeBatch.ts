import type { Knex } from 'knex';

/** On whose word changes are made: a sync's, a person's, or as was arranged. */
export interface SaidChanges {
  cause: 'sync' | 'person' | 'expiry';
  actor: string | null;
  reason: string | null;
}

const noOne: SaidChanges = { cause: 'sync', actor: null, reason: null };

/**
 * The changes that one transaction writes, in the order in which followers
 * shall see them. The batch gets its place in the feed by `publish`, under
 * the one lock of the feed, which must be the transaction's last statement:
 * whoever holds that lock for longer makes every edit wait.
 */
export class ChangeBatch {
  private id: string | null = null;
  private size = 0;

  constructor(
    private readonly tx: Knex.Transaction,
    private readonly runId: string | null,
    private readonly at: string,
    private readonly said: SaidChanges = noOne,
  ) {}

  /** How many changes were noted so far: the position of the next one. */
  get nextPosition(): number {
    return this.size;
  }

  /** The batch's id; the row is made when first asked for. */
  async identify(): Promise<string> {
    if (this.id === null) {
      const { rows } = await this.tx.raw<{ rows: Array<{ id: string }> }>(
        `insert into change_batches (run_id, size, at, cause, actor, reason)
          values (?, 1, ?, ?, ?, ?) returning id`,
        [
          this.runId,
          this.at,
          this.said.cause,
          this.said.actor,
          this.said.reason,
        ] as string[],
      );
      this.id = rows[0]!.id;
    }
    return this.id;
  }

  /** Says that changes were written at the next positions. */
  added(count: number): void {
    this.size += count;
  }

  /**
   * Gives the batch its sequence numbers: the last statement before commit.
   * Numbers so appear in the order of commits, and a reader's cursor never
   * skips one that commits late.
   */
  async publish(): Promise<void> {
    if (this.id === null) return;
    if (this.size === 0) {
      await this.tx.raw('delete from change_batches where id = ?', [this.id]);
      return;
    }
    await this.tx.raw(
      `with clock as (
          update feed_clock set last_sequence = last_sequence + :size
          returning last_sequence)
        update change_batches b
          set size = :size, first_sequence = clock.last_sequence - :size + 1
          from clock where b.id = :id`,
      { size: this.size, id: this.id },
    );
  }
}
