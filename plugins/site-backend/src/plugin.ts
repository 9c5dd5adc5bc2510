import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { apiRouter, applyMigrations } from '@flyloft/backend-kit';
import { secretRootServiceRef } from '@flyloft/plugin-secrets-node';
import { sitePermissions } from '@flyloft/plugin-site-common';
import { SettingStore, siteMigrations } from '@flyloft/plugin-site-node';
import { siteRoutes } from './routes';
import { SettingService } from './settings/SettingService';

/** The API of the site as a whole: settings and the state of the secret store. */
export const sitePlugin = createBackendPlugin({
  pluginId: 'site',
  register(reg) {
    reg.registerInit({
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
        secrets: secretRootServiceRef,
      },
      async init(deps) {
        const { auditor, config, secrets, logger } = deps;
        const db = await deps.database.getClient();
        if (!deps.database.migrations?.skip) {
          await applyMigrations(db, siteMigrations());
        }
        deps.permissionsRegistry.addPermissions(sitePermissions);
        const settings = new SettingService(config, new SettingStore(db));
        deps.httpRouter.use(
          apiRouter(siteRoutes({ settings, secrets, auditor }), about, deps),
        );
        // Opened once at the start, so that a lost key is told there.
        deps.lifecycle.addStartupHook(async () => {
          await secrets
            .open()
            .catch(error =>
              logger.error(`The secret store can't be opened: ${error}`),
            );
        });
      },
    });
  },
});

const about = {
  title: 'Flyloft site',
  version: '1.0.0',
  description: 'The settings of the site, and how its secret store is.',
  server: '/api/site',
};
