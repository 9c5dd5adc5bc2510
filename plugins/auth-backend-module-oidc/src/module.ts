import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { readRoleGroups } from '@flyloft/backend-kit';
import { readMfaPolicy } from './mfa/mfaRule';
import { createAuthenticator } from './signIn/authenticator';
import { createSignInResolver } from './signIn/signInResolver';

/** Registers the provider `oidc` with Flyloft's own rules on who may come in. */
export const authModuleOidc = createBackendModule({
  pluginId: 'auth',
  moduleId: 'flyloft-oidc',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        auditor: coreServices.auditor,
      },
      async init({ providers, config, logger, auditor }) {
        const { authenticator, isRenewal } = createAuthenticator({
          logger,
          portalUrl: config.getString('app.baseUrl'),
        });
        providers.registerProvider({
          providerId: 'oidc',
          factory: createOAuthProviderFactory({
            authenticator,
            signInResolver: createSignInResolver({
              roleGroups: readRoleGroups(config),
              mfaPolicy: readMfaPolicy(config),
              auditor,
              isRenewal,
            }),
          }),
        });
      },
    });
  },
});
