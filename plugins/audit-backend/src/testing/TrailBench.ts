import { randomUUID } from 'node:crypto';
import { ConfigReader } from '@backstage/config';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import type { Knex } from 'knex';
import { ChainKey } from '../chain/ChainKey';
import { ChainStore } from '../chain/ChainStore';
import { InboxStore } from '../trail/InboxStore';
import type { TrailRow } from '../trail/trailRow';

/** A row of the trail; what a test is about is named by it. */
export const aRow = (part: Partial<TrailRow> = {}): TrailRow => ({
  id: randomUUID(),
  command_id: randomUUID(),
  at: new Date().toISOString(),
  plugin: 'inventory',
  event: 'guest-edit',
  severity: 'medium',
  outcome: 'succeeded',
  actor_kind: 'user',
  actor_ref: 'user:default/ida',
  actor_via: null,
  session_id: null,
  resource_kind: 'guest',
  resource_id: 'g1',
  resource_name: 'web-1',
  address: '10.0.0.7',
  user_agent: 'a browser',
  method: 'POST',
  path: '/api/inventory/guests/g1',
  error_name: null,
  error_message: null,
  meta: { before: { notes: null }, after: { notes: 'moved' } },
  ...part,
});

/** A key by its secret. */
export const aKey = (secret = 'a secret of the tests, long enough') =>
  ChainKey.fromConfig(new ConfigReader({ audit: { signingKey: secret } }));

/** The trail's tables, with somebody who can do with them as they please. */
export class TrailBench {
  readonly db: Knex;
  readonly key = aKey();
  readonly inbox: InboxStore;
  readonly chain: ChainStore;

  private constructor(readonly database: TestDatabase) {
    this.db = database.knex;
    this.inbox = new InboxStore(this.db);
    this.chain = new ChainStore(this.db, this.key);
  }

  /** @param migrations - Their folder. */
  static async start(migrations: string): Promise<TrailBench> {
    return new TrailBench(
      await createTestDatabase({
        schema: 'audit',
        migrations,
      }),
    );
  }

  /** Writes rows and moves them into the chain. */
  async write(...rows: TrailRow[]): Promise<void> {
    await this.inbox.add(rows);
    while ((await this.chain.extend())?.moved) {
      // As long as something moved there may be more.
    }
  }

  /** What somebody does who owns the database and is stopped by no trigger. */
  async asOwner(statement: string, bindings: Knex.RawBinding[] = []) {
    await this.db.transaction(async tx => {
      await tx.raw(`set local session_replication_role = 'replica'`);
      await tx.raw(statement, bindings);
    });
  }

  async clear(): Promise<void> {
    for (const table of [
      'audit_events',
      'audit_checkpoints',
      'audit_head',
      'audit_inbox',
      'audit_verifications',
    ]) {
      await this.asOwner(`truncate ${table} restart identity`);
    }
  }
}
