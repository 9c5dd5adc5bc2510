import { OAuth2 } from '@backstage/core-app-api';
import {
  ApiBlueprint,
  configApiRef,
  createApiRef,
  discoveryApiRef,
  oauthRequestApiRef,
  type BackstageIdentityApi,
  type OpenIdConnectApi,
  type ProfileInfoApi,
  type SessionApi,
} from '@backstage/frontend-plugin-api';

/** Signing in and out by the company's identity provider. */
export const oidcApiRef = createApiRef<
  OpenIdConnectApi & ProfileInfoApi & BackstageIdentityApi & SessionApi
>().with({ id: 'app.sign-in.oidc', pluginId: 'app' });

/** What the portal asks the identity provider to tell it. */
export const scopes = ['openid', 'profile', 'email', 'groups'];

/** Speaks with the backend's provider of the same name, `oidc`. */
export const oidcApi = ApiBlueprint.make({
  name: 'sign-in.oidc',
  params: define =>
    define({
      api: oidcApiRef,
      deps: {
        configApi: configApiRef,
        discoveryApi: discoveryApiRef,
        oauthRequestApi: oauthRequestApiRef,
      },
      factory: ({ configApi, discoveryApi, oauthRequestApi }) =>
        OAuth2.create({
          configApi,
          discoveryApi,
          oauthRequestApi,
          environment: configApi.getOptionalString('auth.environment'),
          provider: {
            id: 'oidc',
            title: 'Identity provider',
            icon: () => null,
          },
          defaultScopes: scopes,
        }),
    }),
});
