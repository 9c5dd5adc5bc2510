import { resolve } from 'node:path';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import type {
  CollectContext,
  Observation,
} from '@flyloft/plugin-inventory-node';
import { silentLogger } from '@flyloft/plugin-inventory-node/testing';
import type { Knex } from 'knex';
import { FreshnessStore } from '../freshness/FreshnessStore';
import type { OwnerRule } from '../owners/ownerMapping';
import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';
import { fixedPlatforms } from '../platforms/PlatformSource';
import { PlatformStore } from '../platforms/PlatformStore';
import { SyncExecutor, type ExecutorTimes } from '../sync/SyncExecutor';
import { SyncService } from '../sync/SyncService';
import { SyncRunStore } from '../syncRuns/SyncRunStore';

/** The folder of the inventory's migrations. */
// eslint-disable-next-line no-restricted-syntax -- tests run from the sources
export const migrations = resolve(__dirname, '../../migrations');

/** What a fake platform answers at its next sync. */
export type Answer =
  | Iterable<Observation>
  | ((context: CollectContext) => AsyncIterable<Observation>);

/** A platform whose answers a test sets: the real collector's stand-in. */
export class FakePlatform implements ConfiguredPlatform {
  type = 'fake';
  intervalSeconds = 300;
  usesSiteInterval = false;
  timeoutSeconds = 900;
  initialDelaySeconds = 0;
  config = new ConfigReader({});
  private answer: Answer = [];

  constructor(
    readonly id = 'fake',
    readonly title = 'Fake platform',
  ) {}

  answers(answer: Answer): void {
    this.answer = answer;
  }

  collector = {
    collect: (context: CollectContext): AsyncIterable<Observation> => {
      const { answer } = this;
      return typeof answer === 'function' ? answer(context) : inTurn(answer);
    },
    check: async () => ({
      version: '1',
      identity: 'test',
      missingPrivileges: [],
    }),
  };
}

async function* inTurn(observations: Iterable<Observation>) {
  yield* observations;
}

/** One portal process: what a replica has, on a database of the test. */
export class Replica {
  readonly runs: SyncRunStore;
  readonly platforms: PlatformStore;
  readonly executor: SyncExecutor;
  readonly service: SyncService;

  constructor(
    readonly db: Knex,
    configured: readonly ConfiguredPlatform[],
    options: {
      executor?: string;
      owners?: OwnerRule[];
      times?: Partial<ExecutorTimes>;
      logger?: LoggerService;
    } = {},
  ) {
    this.runs = new SyncRunStore(db);
    this.platforms = new PlatformStore(db, new FreshnessStore(db));
    this.executor = new SyncExecutor({
      db,
      runs: this.runs,
      platforms: this.platforms,
      source: fixedPlatforms(configured),
      owners: options.owners ?? [],
      logger: options.logger ?? silentLogger,
      executor: options.executor ?? 'replica-1',
      times: options.times,
    });
    this.service = new SyncService(
      this.runs,
      this.platforms,
      this.executor,
      () => configured.map(platform => platform.id),
    );
  }
}

/** A database, a fake platform and one replica: most tests need no more. */
export class SyncBench {
  readonly platform = new FakePlatform();

  private constructor(
    readonly database: TestDatabase,
    readonly owners: OwnerRule[],
    private readonly logger?: LoggerService,
  ) {
    this.replica = this.addReplica('replica-1');
  }

  readonly replica: Replica;

  static async create(
    options: { owners?: OwnerRule[]; logger?: LoggerService } = {},
  ): Promise<SyncBench> {
    const database = await createTestDatabase({
      schema: 'inventory',
      migrations,
    });
    const bench = new SyncBench(database, options.owners ?? [], options.logger);
    await bench.replica.platforms.register([bench.platform]);
    return bench;
  }

  get db(): Knex {
    return this.database.knex;
  }

  /** Another portal process on the same database. */
  addReplica(executor: string, times?: Partial<ExecutorTimes>): Replica {
    return new Replica(this.database.connect(), [this.platform], {
      executor,
      owners: this.owners,
      logger: this.logger,
      times,
    });
  }

  /** Syncs the platform with these answers, to the end. */
  async sync(answer: Answer): Promise<SyncRun> {
    this.platform.answers(answer);
    await this.replica.service.start({
      trigger: 'schedule',
      requestedBy: null,
    });
    return this.runNext();
  }

  /** Does the next queued run, to the end. */
  async runNext(): Promise<SyncRun> {
    const taken = await this.replica.executor.takeNext();
    if (!taken) throw new Error('No sync is queued');
    await taken.done;
    return this.replica.runs.get(taken.runId);
  }

  /** The live guest under an id of the platform. */
  async guest(externalId = '100'): Promise<Record<string, unknown>> {
    return this.db('guests')
      .where({ external_id: externalId, deleted_at: null })
      .first();
  }

  /** What the feed says in its order: `guest vm-100 created`. */
  async feed(): Promise<string[]> {
    const rows = await this.db('changes as c')
      .join('change_batches as b', 'b.id', 'c.batch_id')
      .orderByRaw('b.first_sequence + c.position')
      .select('c.kind', 'c.name', 'c.operation');
    return rows.map(row => `${row.kind} ${row.name} ${row.operation}`);
  }

  /** The changed fields of the last run that changed any, of one thing. */
  async lastFields(name: string): Promise<Record<string, [unknown, unknown]>> {
    const rows = await this.db('change_fields as f')
      .join('changes as c', q =>
        q.on('c.batch_id', 'f.batch_id').on('c.position', 'f.position'),
      )
      .where('c.name', name)
      .where('f.batch_id', this.db('changes').max('batch_id'))
      .select('f.field', 'f.from_value', 'f.to_value');
    return Object.fromEntries(
      rows.map(row => [row.field, [row.from_value, row.to_value]]),
    );
  }

  async drop(): Promise<void> {
    await this.replica.executor.stop();
    await this.database.drop();
  }
}
