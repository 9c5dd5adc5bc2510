import type { LoggerService } from '@backstage/backend-plugin-api';
import {
  InputError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  createTestDatabase,
  type TestDatabase,
} from '@flyloft/backend-kit/testing';
import type {
  Observation,
  PlatformCheck,
  PlatformConfig,
  PlatformForm,
  PlatformType,
} from '@flyloft/plugin-inventory-node';
import type { SecretStore } from '@flyloft/plugin-secrets-node';
import type { Knex } from 'knex';
import { FreshnessStore } from '../freshness/FreshnessStore';
import type { ConfiguredPlatform } from '../platforms/ConfiguredPlatform';
import { ConnectionTest } from '../platforms/connection/ConnectionTest';
import { PlatformTrials } from '../platforms/connection/PlatformTrials';
import { PlatformEntryStore } from '../platforms/PlatformEntryStore';
import { PlatformRegistry } from '../platforms/PlatformRegistry';
import { PlatformSecrets } from '../platforms/PlatformSecrets';
import { PlatformService } from '../platforms/PlatformService';
import { PlatformStore } from '../platforms/PlatformStore';
import { PlatformTypeRegistry } from '../platforms/PlatformTypeRegistry';
import { SyncExecutor } from '../sync/SyncExecutor';
import { SyncRunStore } from '../syncRuns/SyncRunStore';
import { migrations } from './SyncBench';

const silentLogger: LoggerService = {
  error() {},
  warn() {},
  info() {},
  debug() {},
  child: () => silentLogger,
};

/** Secrets in memory, which a test can make unreadable. */
export class FakeSecrets implements SecretStore {
  readonly values = new Map<string, string>();
  broken = false;

  async put(name: string, value: string): Promise<string> {
    const ref = `secret://inventory/${name}`;
    this.values.set(ref, value);
    return ref;
  }

  async get(ref: string): Promise<string> {
    if (this.broken) {
      throw new ServiceUnavailableError('The master key is missing');
    }
    const value = this.values.get(ref);
    if (value === undefined) throw new NotFoundError(`There is no ${ref}`);
    return value;
  }

  async delete(ref: string): Promise<void> {
    this.values.delete(ref);
  }

  async list() {
    return [];
  }

  async metadata() {
    return undefined;
  }
}

const form: PlatformForm = {
  title: 'Fake',
  summary: 'A platform of tests.',
  fields: [
    {
      name: 'endpoints',
      label: 'Nodes',
      kind: 'urls',
      required: true,
      endpoint: true,
    },
    { name: 'token', label: 'Token', kind: 'secret', required: true },
    {
      name: 'password',
      label: 'Password',
      kind: 'secret',
      when: { field: 'ca', is: 'of the password' },
    },
    { name: 'fingerprints', label: 'Fingerprints', kind: 'fingerprints' },
    { name: 'ca', label: 'CA', kind: 'multiline' },
  ],
};

/** A type whose collectors a test looks into. */
export class FakeType implements PlatformType {
  type = 'fake';
  form = form;
  /** Every collector that was made and how it was configured. */
  readonly made: Array<{ token: string; closed: boolean }> = [];
  /** What it says of settings that it can't use; absent, it can. */
  complaint: string | undefined;
  answer: (token: string) => AsyncIterable<Observation> = async function* () {
    yield* [];
  };
  check: () => Promise<PlatformCheck> = async () => ({
    version: '1',
    identity: 'test',
    missingPrivileges: [],
    guests: 3,
  });

  createCollector({ config }: PlatformConfig) {
    if (this.complaint) throw new InputError(this.complaint);
    const entry = { token: config.getString('token'), closed: false };
    this.made.push(entry);
    return {
      collect: () => this.answer(entry.token),
      check: () => this.check(),
      close: async () => {
        entry.closed = true;
      },
    };
  }
}

/** One portal process with platforms that people configure. */
export class PlatformReplica {
  readonly type = new FakeType();
  readonly entries: PlatformEntryStore;
  readonly platforms: PlatformStore;
  readonly runs: SyncRunStore;
  readonly registry: PlatformRegistry;
  readonly executor: SyncExecutor;
  readonly service: PlatformService;
  readonly trials: PlatformTrials;
  nowMilliseconds = 0;

  constructor(
    db: Knex,
    secrets: SecretStore,
    fixed: ConfiguredPlatform[] = [],
    name = 'replica-1',
  ) {
    const types = new PlatformTypeRegistry();
    types.addPlatformType(this.type);
    this.entries = new PlatformEntryStore(db);
    this.platforms = new PlatformStore(db, new FreshnessStore(db));
    this.runs = new SyncRunStore(db);
    const usualIntervalSeconds = async () => 300;
    this.registry = new PlatformRegistry({
      fixed,
      entries: this.entries,
      types,
      secrets,
      usualIntervalSeconds,
      logger: silentLogger,
      now: () => this.nowMilliseconds,
    });
    this.executor = new SyncExecutor({
      db,
      runs: this.runs,
      platforms: this.platforms,
      source: this.registry,
      owners: [],
      logger: silentLogger,
      executor: name,
      times: { beatMilliseconds: 20, pollMilliseconds: 20 },
    });
    const shared = {
      entries: this.entries,
      types,
      fixed,
      secrets: new PlatformSecrets(secrets),
    };
    this.trials = new PlatformTrials({
      ...shared,
      test: new ConnectionTest(silentLogger),
    });
    this.service = new PlatformService({
      ...shared,
      registry: this.registry,
      trials: this.trials,
      usualIntervalSeconds,
      requestSync: async platformId => {
        await this.runs.request({
          platformId,
          trigger: 'person',
          requestedBy: 'user:default/ida',
        });
      },
    });
  }

  /** Does the next queued run to its end. */
  async runNext() {
    const taken = await this.executor.takeNext();
    if (!taken) return null;
    await taken.done;
    return this.runs.get(taken.runId);
  }
}

/** A database for portal processes with platforms that people configure. */
export function createPlatformDatabase(): Promise<TestDatabase> {
  return createTestDatabase({ schema: 'inventory', migrations });
}
