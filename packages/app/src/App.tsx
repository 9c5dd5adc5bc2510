import { createApp } from '@backstage/frontend-defaults';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import inventoryPlugin from '@flyloft/plugin-inventory';
import { errorsModule } from './errors/errorsModule';
import { homePlugin } from './home/homePlugin';
import { settingsModules } from './settings/settingsModules';
import { shellModule } from './shell/shellModule';
import { signInModule } from './signIn';
import { Starting } from './shell/Starting';
import { themeModule } from './theme/themeModule';

/**
 * Everything the portal shows, named one by one: nothing enters it by being
 * installed.
 */
export default createApp({
  features: [
    signInModule,
    shellModule,
    themeModule,
    errorsModule,
    ...settingsModules,
    homePlugin,
    inventoryPlugin,
    catalogPlugin,
    catalogGraphPlugin,
    orgPlugin,
    userSettingsPlugin,
  ],
  advanced: { loadingElement: <Starting /> },
});
