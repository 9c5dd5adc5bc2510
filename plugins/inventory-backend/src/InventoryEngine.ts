import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import type { SecretStore } from '@flyloft/plugin-secrets-node';
import type { SiteSettingsService } from '@flyloft/plugin-site-node';
import type { Knex } from 'knex';
import type { FreshnessStore } from './freshness/FreshnessStore';
import { readOwnerRules } from './owners/ownerMapping';
import type { ConfiguredPlatform } from './platforms/ConfiguredPlatform';
import { ConnectionTest } from './platforms/connection/ConnectionTest';
import { PlatformTrials } from './platforms/connection/PlatformTrials';
import { PlatformEntryStore } from './platforms/PlatformEntryStore';
import { PlatformRegistry } from './platforms/PlatformRegistry';
import { PlatformSecrets } from './platforms/PlatformSecrets';
import { PlatformService } from './platforms/PlatformService';
import { PlatformStore } from './platforms/PlatformStore';
import type { PlatformTypeRegistry } from './platforms/PlatformTypeRegistry';
import { isPushed } from './push/pushPlatform';
import { PushService } from './push/PushService';
import { pastDelay } from './sync/pastDelay';
import { SyncExecutor } from './sync/SyncExecutor';
import { SyncService } from './sync/SyncService';
import { SyncRunStore } from './syncRuns/SyncRunStore';
import { WatchReconciler } from './watch/WatchReconciler';
import { WatchStore } from './watch/WatchStore';

/** What the engine is made of. */
export interface EngineParts {
  db: Knex;
  config: RootConfigService;
  logger: LoggerService;
  /** The platforms of the configuration files. */
  configured: ConfiguredPlatform[];
  types: PlatformTypeRegistry;
  freshness: FreshnessStore;
  secrets: SecretStore;
  settings: SiteSettingsService;
}

/** What keeps the inventory true, and by which people tell it of what. */
export class InventoryEngine {
  readonly sync: SyncService;
  readonly pushes: PushService;
  readonly configuredPlatforms: PlatformService;
  readonly platformTrials: PlatformTrials;
  private readonly platforms: PlatformStore;
  private readonly registry: PlatformRegistry;
  private readonly runs: SyncRunStore;
  private readonly executor: SyncExecutor;
  private readonly watches: WatchReconciler;
  private readonly created = performance.now();

  constructor(private readonly parts: EngineParts) {
    const { db, logger, configured, types } = parts;
    const entries = new PlatformEntryStore(db);
    const shared = { entries, types, fixed: configured };
    const secrets = new PlatformSecrets(parts.secrets);
    const usualIntervalSeconds = () => this.usualIntervalSeconds();
    this.runs = new SyncRunStore(db);
    this.platforms = new PlatformStore(db, parts.freshness);
    this.registry = new PlatformRegistry({
      ...shared,
      secrets: parts.secrets,
      usualIntervalSeconds,
      logger,
    });
    const replica = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
    this.executor = this.executorOf(replica);
    this.sync = new SyncService(
      this.runs,
      this.platforms,
      this.executor,
      () => this.registry.all().map(platform => platform.id),
      () =>
        this.registry.all().flatMap(each => (isPushed(each) ? each.id : [])),
    );
    this.pushes = new PushService(this.runs, this.executor, this.registry);
    this.platformTrials = new PlatformTrials({
      ...shared,
      secrets,
      test: new ConnectionTest(logger),
    });
    this.configuredPlatforms = new PlatformService({
      ...shared,
      secrets,
      registry: this.registry,
      trials: this.platformTrials,
      usualIntervalSeconds,
      requestSync: async (platformId, by) => {
        await this.sync.start({
          platformId,
          requestedBy: by,
          trigger: 'person',
        });
      },
    });
    this.watches = this.watchesOf(replica);
  }

  /** Makes the rows what the configuration says, before anybody asks for them. */
  async prepare(): Promise<void> {
    await this.platforms.register(this.parts.configured);
  }

  start(): void {
    this.executor.start();
    this.watches.start();
  }

  async stop(): Promise<void> {
    await Promise.all([this.watches.stop(), this.executor.stop()]);
    await this.registry.close();
  }

  private async usualIntervalSeconds(): Promise<number> {
    const key = 'flyloft.inventory.syncIntervalMinutes';
    return (await this.parts.settings.get(key)) * 60;
  }

  private executorOf(replica: string): SyncExecutor {
    return new SyncExecutor({
      db: this.parts.db,
      runs: this.runs,
      platforms: this.platforms,
      source: this.registry,
      owners: readOwnerRules(this.parts.config),
      logger: this.parts.logger,
      executor: replica,
      limits: async () => ({
        atLeast: await this.parts.settings.get(
          'flyloft.inventory.deletionGuard.atLeast',
        ),
        percent: await this.parts.settings.get(
          'flyloft.inventory.deletionGuard.percent',
        ),
      }),
      prepare: () => this.takeUpAndAsk(),
    });
  }

  /** Takes up what was configured meanwhile, and queues what is due. */
  private async takeUpAndAsk(): Promise<void> {
    await this.registry.refresh();
    await this.platforms.noteIntervals(this.registry.all());
    const upSeconds = (performance.now() - this.created) / 1000;
    const pulled = this.registry.all().filter(each => !isPushed(each));
    await this.runs.requestDue(pastDelay(pulled, upSeconds));
  }

  private watchesOf(replica: string): WatchReconciler {
    return new WatchReconciler({
      store: new WatchStore(this.parts.db),
      platforms: () => this.registry.all(),
      requestSync: async platformId => {
        const [run] = await this.sync.start({
          platformId,
          requestedBy: null,
          trigger: 'watch',
        });
        return run;
      },
      watcher: replica,
      logger: this.parts.logger,
    });
  }
}
