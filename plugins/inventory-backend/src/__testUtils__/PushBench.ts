import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import express from 'express';
import type { Knex } from 'knex';
import request from 'supertest';
import { FreshnessStore } from '../freshness/FreshnessStore';
import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';
import { fixedPlatforms } from '../platforms/PlatformSource';
import { PlatformStore } from '../platforms/PlatformStore';
import { createPushRouter } from '../push/createPushRouter';
import { pushPlatform } from '../push/pushPlatform';
import { PushService } from '../push/PushService';
import { SyncExecutor } from '../sync/SyncExecutor';
import { SyncService } from '../sync/SyncService';
import { SyncRunStore } from '../syncRuns/SyncRunStore';
import { migrations } from '../testing/SyncBench';
import { TokenService } from '../tokens/TokenService';
import { TokenStore } from '../tokens/TokenStore';

const aPlatform = (id: string, type: string): ConfiguredPlatform => ({
  id,
  type,
  title: id,
  intervalSeconds: 300,
  usesSiteInterval: false,
  timeoutSeconds: 60,
  initialDelaySeconds: 0,
  config: new ConfigReader({}),
  collector: pushPlatform.createCollector({
    id,
    title: id,
    config: new ConfigReader({}),
  }),
});
const configured = [aPlatform('remote', 'push'), aPlatform('west', 'proxmox')];

/** A portal that takes pushes for `remote`, and a token that may send them. */
export class PushBench {
  readonly db: Knex;
  readonly runs: SyncRunStore;
  readonly executor: SyncExecutor;
  readonly sync: SyncService;
  readonly tokens: TokenService;
  readonly app: express.Express;
  /** Of the token. */
  secret = '';
  private readonly platforms: PlatformStore;

  private constructor(private readonly database: TestDatabase) {
    const db = database.knex;
    this.db = db;
    this.platforms = new PlatformStore(db, new FreshnessStore(db));
    this.runs = new SyncRunStore(db);
    this.executor = new SyncExecutor({
      db,
      runs: this.runs,
      platforms: this.platforms,
      source: fixedPlatforms(configured),
      owners: [],
      logger: mockServices.logger.mock({
        child: () => mockServices.logger.mock(),
      }),
      executor: 'replica-1',
    });
    this.sync = new SyncService(
      this.runs,
      this.platforms,
      this.executor,
      () => configured.map(({ id }) => id),
      () => ['remote'],
    );
    this.tokens = new TokenService(new TokenStore(db));
    this.app = express()
      .use(
        createPushRouter({
          pushes: new PushService(
            this.runs,
            this.executor,
            fixedPlatforms(configured),
          ),
          tokens: this.tokens,
          auditor: mockServices.auditor.mock({
            createEvent: async () => ({
              success: async () => {},
              fail: async () => {},
            }),
          }),
          limits: { lineBytes: 20_000, totalBytes: 400_000 },
        }),
      )
      .use(mockErrorHandler());
  }

  static async create(): Promise<PushBench> {
    const bench = new PushBench(
      await createTestDatabase({ schema: 'inventory', migrations }),
    );
    await bench.platforms.register(configured);
    ({ secret: bench.secret } = await bench.tokens.create(
      {
        name: 'n8n',
        scopes: ['observations:write'],
        platformIds: ['remote', 'west'],
        expiresAt: null,
      },
      'user:default/ida',
    ));
    return bench;
  }

  async drop(): Promise<void> {
    await this.executor.stop();
    await this.database.drop();
  }

  push(body: string, platform = 'remote') {
    return request(this.app)
      .post(`/platforms/${platform}/observations`)
      .set('authorization', `Bearer ${this.secret}`)
      .set('content-type', 'application/x-ndjson')
      .send(body);
  }

  /** Name and power by id of the guests that are there. */
  async guests(): Promise<Record<string, string>> {
    const rows = await this.db('guests')
      .whereNull('deleted_at')
      .orderBy('external_id');
    return Object.fromEntries(
      rows.map(row => [row.external_id, `${row.name} ${row.power_state}`]),
    );
  }

  /** When the picture that stands was read. */
  async collectedAt(): Promise<string | null> {
    const row = await this.db('platforms').where({ id: 'remote' }).first();
    return row.collected_at?.toISOString() ?? null;
  }
}
