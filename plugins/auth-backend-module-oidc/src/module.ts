import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createOAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { audited } from '@flyloft/backend-kit';
import { sessionsServiceRef } from '@flyloft/plugin-sessions-node';
import { roleServiceRef } from '@flyloft/plugin-site-node';
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
        sessions: sessionsServiceRef,
        roles: roleServiceRef,
      },
      async init({ providers, config, logger, auditor, sessions, roles }) {
        const { authenticator, sourceOf } = createAuthenticator({
          logger,
          portalUrl: config.getString('app.baseUrl'),
          sessions,
          async signOut(refreshToken, request) {
            await audited(
              auditor,
              { eventId: 'sign-out', request },
              () => sessions.signOut(refreshToken),
              session =>
                session
                  ? {
                      actor: session.userEntityRef,
                      resource: {
                        kind: 'session',
                        id: session.id,
                        name: session.userEntityRef,
                      },
                    }
                  : {},
            );
          },
        });
        providers.registerProvider({
          providerId: 'oidc',
          factory: createOAuthProviderFactory({
            authenticator,
            signInResolver: createSignInResolver({
              roles,
              mfaPolicy: readMfaPolicy(config),
              auditor,
              sessions,
              sourceOf,
            }),
          }),
        });
      },
    });
  },
});
