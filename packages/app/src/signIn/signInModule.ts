import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';
import { oidcApi } from './oidcApi';

const signInPage = SignInPageBlueprint.make({
  params: {
    loader: async () =>
      import('./SignInPage').then(({ SignInPage }) => SignInPage),
  },
});

/** Signing in: there is one way, and no guest. */
export const signInModule = createFrontendModule({
  pluginId: 'app',
  extensions: [oidcApi, signInPage],
});
