import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
  type LoggerService,
  type RootConfigService,
  type SchedulerService,
} from '@backstage/backend-plugin-api';
import { applyMigrations } from '@flyloft/backend-kit';
import { inventoryPermissions } from '@flyloft/plugin-inventory-common';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import type { Knex } from 'knex';
import { FreshnessStore } from './freshness/FreshnessStore';
import { readOwnerRules } from './owners/ownerMapping';
import type { ConfiguredPlatform } from './platforms/ConfiguredPlatform';
import { readPlatformSettings } from './platforms/platformSettings';
import { PlatformStore } from './platforms/PlatformStore';
import { PlatformTypeRegistry } from './platforms/PlatformTypeRegistry';
import { readersOf } from './readers';
import { createRouter } from './router';
import { guestResourceRef, guestRules } from './scope/guestRules';
import { SavedViewService } from './savedViews/SavedViewService';
import { SavedViewStore } from './savedViews/SavedViewStore';
import { SyncExecutor } from './sync/SyncExecutor';
import { SyncService } from './sync/SyncService';
import { SyncRunStore } from './syncRuns/SyncRunStore';
import { WatchReconciler } from './watch/WatchReconciler';
import { WatchStore } from './watch/WatchStore';

/** The inventory: what exists, as observed from the configured platforms. */
export const inventoryPlugin = createBackendPlugin({
  pluginId: 'inventory',
  register(env) {
    const types = new PlatformTypeRegistry();
    env.registerExtensionPoint(platformTypesExtensionPoint, types);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { httpAuth, permissions, lifecycle } = deps;
        const db = await deps.database.getClient();
        if (!deps.database.migrations?.skip) {
          await applyMigrations(db, migrationsFolder());
        }
        const configured = readPlatformSettings(deps.config).map(
          (settings, index) => types.configure(settings, index),
        );
        const freshness = new FreshnessStore(db);
        const { executor, service, watches } = await engine({
          ...deps,
          db,
          configured,
          freshness,
        });
        deps.permissionsRegistry.addResourceType({
          resourceRef: guestResourceRef,
          permissions: inventoryPermissions.filter(
            permission => 'resourceType' in permission,
          ),
          rules: guestRules,
        });
        deps.permissionsRegistry.addPermissions(
          inventoryPermissions.filter(
            permission => !('resourceType' in permission),
          ),
        );
        deps.httpRouter.use(
          createRouter({
            ...readersOf(db, freshness),
            savedViews: new SavedViewService({
              ...deps,
              store: new SavedViewStore(db),
            }),
            sync: service,
            auditor: deps.auditor,
            httpAuth,
            permissions,
          }),
        );

        lifecycle.addStartupHook(async () => {
          executor.start();
          watches.start();
          for (const platform of configured) {
            await schedule(platform, deps.scheduler, service);
          }
        });
        lifecycle.addShutdownHook(async () => {
          await Promise.all([watches.stop(), executor.stop()]);
          await Promise.all(
            configured.map(({ collector }) => collector.close?.()),
          );
        });
      },
    });
  },
});

const migrationsFolder = () =>
  resolvePackagePath('@flyloft/plugin-inventory-backend', 'migrations');

/** What keeps the inventory true. */
async function engine(deps: {
  db: Knex;
  config: RootConfigService;
  logger: LoggerService;
  configured: ConfiguredPlatform[];
  freshness: FreshnessStore;
}) {
  const { db, logger, configured } = deps;
  const runs = new SyncRunStore(db);
  const platforms = new PlatformStore(db, deps.freshness);
  await platforms.register(configured);
  const replica = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const executor = new SyncExecutor({
    db,
    runs,
    platforms,
    configured,
    owners: readOwnerRules(deps.config),
    logger,
    executor: replica,
  });
  const ids = configured.map(platform => platform.id);
  const service = new SyncService(runs, platforms, executor, ids);
  const watches = new WatchReconciler({
    store: new WatchStore(db),
    platforms: () => configured,
    requestSync: async platformId => {
      const [run] = await service.start({
        platformId,
        requestedBy: null,
        trigger: 'watch',
      });
      return run;
    },
    watcher: replica,
    logger,
  });
  return { executor, service, watches };
}

/**
 * Queues a sync at every interval. The scheduler only asks, one replica at a
 * time: it has no heartbeat, so a task that did the sync itself and died would
 * block the platform until its time-out.
 */
async function schedule(
  platform: ConfiguredPlatform,
  scheduler: SchedulerService,
  service: SyncService,
): Promise<void> {
  await scheduler.scheduleTask({
    id: `inventory-sync-${platform.id}`,
    frequency: { seconds: platform.intervalSeconds },
    timeout: { minutes: 1 },
    initialDelay: { seconds: platform.initialDelaySeconds },
    scope: 'global',
    fn: async () => {
      await service.start({
        platformId: platform.id,
        requestedBy: null,
        trigger: 'schedule',
      });
    },
  });
}
