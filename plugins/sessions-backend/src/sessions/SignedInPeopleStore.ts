import type { LastSeen, SignedInPeople } from '@flyloft/plugin-sessions-node';
import type { Knex } from 'knex';

interface SeenRow {
  user_ref: string;
  last_seen_at: Date;
  multi_factor: boolean;
  open: number;
}

/** Reads from the sessions who signed in. */
export class SignedInPeopleStore implements SignedInPeople {
  constructor(private readonly db: Knex) {}

  async lastSeenOf(refs: string[]): Promise<Map<string, LastSeen>> {
    const { rows } = await this.db.raw<{ rows: SeenRow[] }>(
      `select distinct on (user_ref) user_ref, last_seen_at, multi_factor,
          (count(*) filter (where ended_at is null)
            over (partition by user_ref))::integer as open
        from sessions where user_ref = any(?)
        order by user_ref, last_seen_at desc, id`,
      [refs],
    );
    return new Map(
      rows.map(row => [
        row.user_ref,
        {
          lastSeenAt: row.last_seen_at,
          multiFactor: row.multi_factor,
          openSessions: row.open,
        },
      ]),
    );
  }

  async refsAfter(after: string, limit: number): Promise<string[]> {
    const rows = await this.db('sessions')
      .distinct<Array<{ user_ref: string }>>('user_ref')
      .where('user_ref', '>', after)
      .orderBy('user_ref')
      .limit(limit);
    return rows.map(row => row.user_ref);
  }
}
