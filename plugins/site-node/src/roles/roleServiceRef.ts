import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readRoleGroups } from '@flyloft/backend-kit';
import { siteDatabaseRef } from '../database/siteDatabase';
import { HeldRoles } from './HeldRoles';
import { RoleGrantStore } from './RoleGrantStore';
import type { RoleService } from './RoleService';

/** Where any plugin of the backend learns who holds which role. */
export const roleServiceRef = createServiceRef<RoleService>({
  id: 'flyloft.roles',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        database: siteDatabaseRef,
        logger: coreServices.rootLogger,
      },
      factory({ config, database, logger: rootLogger }) {
        const logger = rootLogger.child({ service: 'roles' });
        return new HeldRoles(
          readRoleGroups(config),
          async () => new RoleGrantStore(await database.open()).list(),
          {
            onFailure: error =>
              logger.warn(
                `Role grants can't be read; the last ones hold on: ${error}`,
              ),
          },
        );
      },
    }),
});
