import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { readRoleGroups, type Role } from '@flyloft/backend-kit';
import { siteDatabaseRef } from '../database/siteDatabase';
import { HeldRoles } from './HeldRoles';
import { RoleGrantStore } from './RoleGrantStore';

/** Says which roles somebody holds, from anywhere in the backend. */
export interface RoleService {
  /**
   * The roles of somebody with these refs, their own and their groups', the
   * strongest first: what files say and what the portal granted, at most five
   * seconds old.
   */
  rolesOf(memberships: Iterable<string>): Promise<Role[]>;

  /** Reads grants anew when asked next: somebody has just changed one here. */
  forget(): void;
}

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
