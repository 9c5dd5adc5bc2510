import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { applyMigrations } from '@flyloft/backend-kit';
import { inventoryPermissions } from '@flyloft/plugin-inventory-common';
import { platformTypesExtensionPoint } from '@flyloft/plugin-inventory-node';
import { secretStoreServiceRef } from '@flyloft/plugin-secrets-node';
import {
  roleServiceRef,
  siteSettingsServiceRef,
} from '@flyloft/plugin-site-node';
import { scheduleAlerts } from './alerts/AlertTasks';
import { FreshnessStore } from './freshness/FreshnessStore';
import { InventoryEngine } from './InventoryEngine';
import { readPlatformSettings } from './platforms/platformSettings';
import { PlatformTypeRegistry } from './platforms/PlatformTypeRegistry';
import { createPushRouter, pushPath } from './push/createPushRouter';
import { CatalogOwnerClient } from './owners/CatalogOwnerClient';
import { readersOf } from './readers';
import { createRouter } from './router';
import { guestResourceRef, guestRules } from './scope/guestRules';
import { SavedViewService } from './savedViews/SavedViewService';
import { SavedViewStore } from './savedViews/SavedViewStore';
import { TokenService } from './tokens/TokenService';
import { TokenStore } from './tokens/TokenStore';
import { scheduleUpkeep } from './upkeep/upkeepRun';

/** The inventory: what exists, as observed from the configured platforms. */
export const inventoryPlugin = createBackendPlugin({
  pluginId: 'inventory',
  register(env) {
    const types = new PlatformTypeRegistry();
    env.registerExtensionPoint(platformTypesExtensionPoint, types);
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        roles: roleServiceRef,
        scheduler: coreServices.scheduler,
        secrets: secretStoreServiceRef,
        settings: siteSettingsServiceRef,
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
        const freshness = new FreshnessStore(db, undefined, () =>
          deps.settings.get('flyloft.inventory.staleAfterIntervals'),
        );
        const engine = new InventoryEngine({
          ...deps,
          db,
          configured,
          types,
          freshness,
        });
        await engine.prepare();
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
        // Scripts show tokens of ours here, which each route checks itself.
        deps.httpRouter.addAuthPolicy({
          path: '/v1',
          allow: 'unauthenticated',
        });
        // Sources show a token of ours, which the route checks itself.
        deps.httpRouter.addAuthPolicy({
          path: pushPath,
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(
          createPushRouter({
            pushes: engine.pushes,
            tokens: new TokenService(new TokenStore(db)),
            auditor: deps.auditor,
          }),
        );
        deps.httpRouter.use(
          createRouter({
            ...readersOf(
              db,
              freshness,
              new CatalogOwnerClient(deps.catalog, deps.auth),
            ),
            savedViews: new SavedViewService({
              ...deps,
              store: new SavedViewStore(db),
            }),
            sync: engine.sync,
            configuredPlatforms: engine.configuredPlatforms,
            platformTrials: engine.platformTrials,
            auditor: deps.auditor,
            httpAuth,
            permissions,
          }),
        );

        await scheduleAlerts({ ...deps, db, freshness });
        lifecycle.addStartupHook(async () => {
          engine.start();
          await scheduleUpkeep(deps.scheduler, { ...deps, db });
        });
        lifecycle.addShutdownHook(() => engine.stop());
      },
    });
  },
});

const migrationsFolder = () =>
  resolvePackagePath('@flyloft/plugin-inventory-backend', 'migrations');
