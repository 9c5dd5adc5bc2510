import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import {
  readRoleGroups,
  readSecondFactorRoles,
  secondFactorServiceRef,
} from '@flyloft/backend-kit';
import { roleServiceRef } from '@flyloft/plugin-site-node';
import { FlyloftPolicy } from './policy/FlyloftPolicy';

/** Sets the portal's one permission policy. */
export const permissionModuleFlyloft = createBackendModule({
  pluginId: 'permission',
  moduleId: 'flyloft-policy',
  register(reg) {
    reg.registerInit({
      deps: {
        auth: coreServices.auth,
        policy: policyExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        roles: roleServiceRef,
        secondFactor: secondFactorServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init({ policy, config, logger, ...services }) {
        const roleGroups = readRoleGroups(config);
        if (Object.values(roleGroups).every(groups => groups.length === 0)) {
          logger.warn(
            'No group holds a role (flyloft.roles is empty): only who was granted one in the portal may do anything.',
          );
        }
        policy.setPolicy(
          new FlyloftPolicy({
            ...services,
            secondFactorRoles: readSecondFactorRoles(config),
          }),
        );
      },
    });
  },
});
