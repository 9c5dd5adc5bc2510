import { sql } from '@flyloft/backend-kit';
import type { Knex } from 'knex';
import { query } from '../database/query';
import { GuestEditStore } from './GuestEditStore';

/** So many guests are done in one transaction, and the feed's lock is held once. */
const page = 1_000;

/** Ends overrides whose time has come. */
export class OverrideEndStore {
  private readonly edits = new GuestEditStore();

  constructor(private readonly db: Knex) {}

  /** Ends what is due, and says of how many guests; what a sync just writes is left for the next time. */
  async endDue(): Promise<number> {
    let ended = 0;
    for (;;) {
      const done = await this.db.transaction(tx => this.endPage(tx));
      ended += done;
      if (done < page) return ended;
    }
  }

  private async endPage(tx: Knex.Transaction): Promise<number> {
    const due = await query<{ id: string }>(
      tx,
      `select id from guests
        where overrides_until <= clock_timestamp() and deleted_at is null
        order by id limit ${page} for no key update skip locked`,
    );
    if (due.length === 0) return 0;
    const left = sql`(select jsonb_object_agg(field, said)
      from jsonb_each(g.overrides) as entry(field, said)
      where said ->> 'until' is null
        or (said ->> 'until')::timestamptz > clock_timestamp())`;
    const written = await this.edits.write(tx, {
      ids: due.map(guest => guest.id),
      values: new Map([['overrides', left]]),
      actor: null,
      cause: 'expiry',
      reason: 'Its time was up',
    });
    await written.publish();
    return due.length;
  }
}
