import { createApp } from '@backstage/frontend-defaults';
import orgPlugin from '@backstage/plugin-org/alpha';
import auditPlugin from '@flyloft/plugin-audit';
import inventoryPlugin from '@flyloft/plugin-inventory';
import sessionsPlugin from '@flyloft/plugin-sessions';
import sitePlugin from '@flyloft/plugin-site';
import { catalogFeature } from './catalog/catalogFeature';
import { graphFeature } from './catalog/graphFeature';
import { errorsModule } from './errors/errorsModule';
import { homePlugin } from './home/homePlugin';
import { settingsPlugin } from './settings/settingsPlugin';
import { storageModule } from './settings/storageModule';
import { shellModule } from './shell/shellModule';
import { sessionModule } from './session/sessionModule';
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
    sessionModule,
    shellModule,
    themeModule,
    errorsModule,
    storageModule,
    homePlugin,
    inventoryPlugin,
    auditPlugin,
    sessionsPlugin,
    sitePlugin,
    catalogFeature,
    graphFeature,
    orgPlugin,
    settingsPlugin,
  ],
  advanced: { loadingElement: <Starting /> },
});
