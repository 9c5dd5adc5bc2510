import { ConflictError, InputError } from '@backstage/errors';
import { raw, run } from '@flyloft/backend-kit';
import type { HistoryBeginning } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';

/** Knows where history begins, and refuses what would be told in part only. */
export class HistoryBeginningStore {
  constructor(private readonly db: Knex) {}

  async get(): Promise<HistoryBeginning> {
    const [row] = await run<{ at: Date | null; last_sequence: string }>(
      this.db,
      raw('select at, last_sequence from history_beginning'),
    );
    return {
      at: row!.at?.toISOString() ?? null,
      afterSequence: row!.last_sequence,
    };
  }

  /**
   * Asked after reading, it vouches for what was read: the beginning moves on
   * before anything goes.
   *
   * @throws InputError for a moment of which only a part is known any more.
   */
  async requireMoment(at: string | undefined | null): Promise<void> {
    if (!at) return;
    const { at: begins } = await this.get();
    if (begins && Date.parse(at) < Date.parse(begins)) {
      throw new InputError(
        `History begins at ${begins}: what was before that was purged. Ask for a later moment`,
      );
    }
  }

  /** @throws ConflictError for a follower that would miss what was purged. */
  async requireSequence(after: string): Promise<void> {
    const { at, afterSequence } = await this.get();
    if (BigInt(after) < BigInt(afterSequence)) {
      throw new ConflictError(
        `History begins at ${at}: changes up to ${afterSequence} were purged. Read the lists, then follow after=${afterSequence}`,
      );
    }
  }
}
