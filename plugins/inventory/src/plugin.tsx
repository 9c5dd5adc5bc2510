import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { RiServerLine } from '@remixicon/react';
import { inventoryApi } from './api/inventoryApi';
import { platformApi } from './api/platformApi';
import { savedViewApi } from './api/savedViewApi';
import { tokenApi } from './api/tokenApi';
import { entityContents } from './entity/entityContents';
import { pages, routeRefs } from './pages';

/** The inventory in the portal: its pages, its client, its tab in the catalog. */
export const inventoryPlugin = createFrontendPlugin({
  pluginId: 'inventory',
  title: 'Inventory',
  icon: <RiServerLine />,
  routes: routeRefs,
  extensions: [
    inventoryApi,
    platformApi,
    savedViewApi,
    tokenApi,
    ...pages,
    ...entityContents,
  ],
});
