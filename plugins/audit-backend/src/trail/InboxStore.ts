import type { Knex } from 'knex';
import { trailColumnNames, trailColumns, type TrailRow } from './trailRow';

const shape = Object.entries(trailColumns)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** Where rows enter the trail, from any plugin of any replica. */
export class InboxStore {
  constructor(private readonly db: Knex) {}

  /** Adds rows, all or none. */
  async add(rows: readonly TrailRow[]): Promise<void> {
    await this.db.raw(
      `insert into audit_inbox (${trailColumnNames})
        select ${trailColumnNames} from jsonb_to_recordset(?::jsonb) as r (${shape})`,
      [JSON.stringify(rows)],
    );
  }

  /** How many rows wait for their place in the chain. */
  async count(): Promise<number> {
    const { rows } = await this.db.raw<{ rows: Array<{ count: string }> }>(
      'select count(*) as count from audit_inbox',
    );
    return Number(rows[0]?.count ?? 0);
  }
}
