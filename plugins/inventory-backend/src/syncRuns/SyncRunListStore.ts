import { raw, readPage, sql, type ListDefinition } from '@flyloft/backend-kit';
import { InputError } from '@backstage/errors';
import type { ListQuery } from '@flyloft/kit-common';
import { syncRunFacts } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import { toSyncRun, type SyncRunRow } from './syncRunRow';

/** Lists sync runs for people. */
export class SyncRunListStore {
  constructor(private readonly db: Knex) {}

  /** One page of runs, newest first unless asked otherwise. */
  async list(query: ListQuery) {
    if (query.at || query.deleted) {
      throw new InputError(
        `Sync runs are listed as they are; leave out 'at' and 'deleted'`,
      );
    }
    const page = await readPage<SyncRunRow>(this.db, runList, query);
    return { ...page, items: page.rows.map(toSyncRun) };
  }
}

const runList: ListDefinition = {
  facts: syncRunFacts,
  columns: {
    platformId: { value: 'r.platform_id' },
    state: { value: 'r.state' },
    trigger: { value: 'r.trigger' },
    requestedAt: { value: 'r.requested_at' },
    startedAt: { value: 'r.started_at' },
    finishedAt: { value: 'r.finished_at' },
  },
  from: raw('sync_runs r'),
  select: raw('r.*'),
  id: { expression: 'r.id', type: 'bigint' },
  defaultSort: '-requestedAt',
  search: text => sql`r.platform_id = ${text} or r.id::text = ${text}`,
  conditions: [],
};
