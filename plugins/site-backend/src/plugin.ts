import {
  coreServices,
  createBackendPlugin,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { apiRouter, applyMigrations } from '@flyloft/backend-kit';
import {
  secretRootServiceRef,
  type SecretRoot,
} from '@flyloft/plugin-secrets-node';
import { sitePermissions } from '@flyloft/plugin-site-common';
import {
  RoleGrantStore,
  roleServiceRef,
  SettingStore,
  siteMigrations,
  siteSettingsServiceRef,
} from '@flyloft/plugin-site-node';
import { signedInPeopleServiceRef } from '@flyloft/plugin-sessions-node';
import { namesPath, namesRouter } from './names/namesRouter';
import { FormerPeople } from './people/FormerPeople';
import { PeopleCatalog } from './people/PeopleCatalog';
import { PersonListService } from './people/PersonListService';
import { RoleAssignmentService } from './roles/RoleAssignmentService';
import { siteRoutes } from './routes';
import { SettingService } from './settings/SettingService';

/** The API of the site as a whole: settings and the state of the secret store. */
export const sitePlugin = createBackendPlugin({
  pluginId: 'site',
  register(reg) {
    reg.registerInit({
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
        held: roleServiceRef,
        secrets: secretRootServiceRef,
        inForce: siteSettingsServiceRef,
        signedIn: signedInPeopleServiceRef,
      },
      async init(deps) {
        const { auditor, config, secrets, logger } = deps;
        const db = await deps.database.getClient();
        if (!deps.database.migrations?.skip) {
          await applyMigrations(db, siteMigrations());
        }
        deps.permissionsRegistry.addPermissions(sitePermissions);
        const settings = new SettingService(config, new SettingStore(db));
        const { signedIn, held } = deps;
        const catalog = new PeopleCatalog(deps.catalog, deps.auth);
        const grants = new RoleGrantStore(db);
        const roles = new RoleAssignmentService(config, {
          grants,
          held,
          catalog,
        });
        const former = new FormerPeople(signedIn, catalog);
        const people = new PersonListService({
          catalog,
          signedIn,
          former,
          roles,
        });
        deps.httpRouter.addAuthPolicy({
          path: namesPath,
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(namesRouter(deps.inForce));
        deps.httpRouter.use(
          apiRouter(
            siteRoutes({ settings, secrets, auditor, people, roles }),
            about,
            deps,
          ),
        );
        deps.lifecycle.addStartupHook(() => openEarly(secrets, logger));
      },
    });
  },
});

/** Opens secrets once at the start, so that a lost key is told there. */
async function openEarly(secrets: SecretRoot, logger: LoggerService) {
  await secrets
    .open()
    .catch(error => logger.error(`The secret store can't be opened: ${error}`));
}

const about = {
  title: 'Flyloft site',
  version: '1.0.0',
  description: 'The settings of the site, and how its secret store is.',
  server: '/api/site',
};
