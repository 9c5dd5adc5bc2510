import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { createDirectoryProviders } from './directory/createDirectoryProviders';

/**
 * Imports users and groups from Keycloak, guarded. It takes the place of the
 * community module, whose provider it runs: the two must not be added together.
 */
export const catalogModuleDirectory = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'flyloft-directory',
  register(reg) {
    reg.registerInit({
      deps: {
        processing: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
      },
      async init({ processing, config, logger, scheduler, auth, catalog }) {
        processing.addEntityProvider(
          createDirectoryProviders({
            config,
            logger,
            scheduler,
            auth,
            catalog,
            schedule: scheduler.createScheduledTaskRunner({
              frequency: { minutes: 5 },
              timeout: { minutes: 3 },
            }),
            retryMilliseconds: 1000,
          }),
        );
      },
    });
  },
});
