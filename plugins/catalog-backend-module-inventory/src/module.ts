import {
  coreServices,
  createBackendModule,
  readSchedulerServiceTaskScheduleDefinitionFromConfig,
  resolvePackagePath,
  type RootConfigService,
  type SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import { InventoryClient } from '@flyloft/plugin-inventory-common';
import type { Knex } from 'knex';
import {
  InventoryProjection,
  type ProjectionOptions,
} from './projection/InventoryProjection';
import { ProjectionStore } from './projection/ProjectionStore';
import { InventoryRelationsProcessor } from './relations/InventoryRelationsProcessor';

/** Projects the inventory into the catalog. */
export const catalogModuleInventory = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'inventory',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({
        auth,
        catalog,
        config,
        database,
        discovery,
        logger,
        scheduler,
      }) {
        const db = await database.getClient();
        if (!database.migrations?.skip) await migrate(db);
        const projection = new InventoryProjection(
          new InventoryClient({
            discoveryApi: discovery,
            fetchApi: { fetch },
          }),
          new ProjectionStore(db),
          auth,
          logger,
          optionsFrom(config),
        );
        catalog.addEntityProvider(projection);
        catalog.addProcessor(new InventoryRelationsProcessor());
        await scheduler.scheduleTask({
          id: 'flyloft-inventory-follow',
          ...scheduleFrom(config, 'follow', followSchedule),
          fn: signal => projection.follow(signal as AbortSignal),
        });
        await scheduler.scheduleTask({
          id: 'flyloft-inventory-repair',
          ...scheduleFrom(config, 'repair', repairSchedule),
          fn: signal => projection.repair(signal as AbortSignal),
        });
      },
    });
  },
});

const followSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { seconds: 5 },
  timeout: { minutes: 10 },
  initialDelay: { seconds: 5 },
};

const repairSchedule: SchedulerServiceTaskScheduleDefinition = {
  frequency: { cron: '17 2 * * *' },
  timeout: { hours: 2 },
};

function scheduleFrom(
  config: RootConfigService,
  name: string,
  fallback: SchedulerServiceTaskScheduleDefinition,
): SchedulerServiceTaskScheduleDefinition {
  const own = config.getOptionalConfig(`catalog.inventory.${name}`);
  return own
    ? readSchedulerServiceTaskScheduleDefinitionFromConfig(own)
    : fallback;
}

function optionsFrom(config: RootConfigService): ProjectionOptions {
  const own = config.getOptionalConfig('catalog.inventory');
  const byPlatform = own?.getOptionalConfig('addressesAndPorts.platforms');
  return {
    portalUrl: config.getString('app.baseUrl').replace(/\/+$/, ''),
    defaultOwner:
      own?.getOptionalString('defaultOwner') ?? 'group:default/flyloft-it',
    partsUpToGuests:
      own?.getOptionalNumber('addressesAndPorts.upToGuests') ?? 5000,
    partsByPlatform: new Map(
      (byPlatform?.keys() ?? []).map(id => [id, byPlatform!.getBoolean(id)]),
    ),
  };
}

async function migrate(db: Knex): Promise<void> {
  await db.migrate.latest({
    directory: resolvePackagePath(
      '@flyloft/plugin-catalog-backend-module-inventory',
      'migrations',
    ),
    // The catalog keeps its own under the default name in the same schema.
    tableName: 'flyloft_inventory_migrations',
  });
}
