import {
  coreExtensionData,
  createExtension,
  createExtensionInput,
  createFrontendModule,
  PageLayout,
} from '@backstage/frontend-plugin-api';
import {
  NavContentBlueprint,
  SwappableComponentBlueprint,
} from '@backstage/plugin-app-react';
import { Navigation } from '../navigation/Navigation';
import { PageBar } from './PageBar';
import { Shell } from './Shell';

// By this name it takes the place of Backstage's own layout.
const layout = createExtension({
  name: 'layout',
  attachTo: { id: 'app/root', input: 'children' },
  inputs: {
    nav: createExtensionInput([coreExtensionData.reactElement], {
      singleton: true,
    }),
    content: createExtensionInput([coreExtensionData.reactElement], {
      singleton: true,
    }),
  },
  output: [coreExtensionData.reactElement],
  factory: ({ inputs }) => [
    coreExtensionData.reactElement(
      <Shell navigation={inputs.nav.get(coreExtensionData.reactElement)}>
        {inputs.content.get(coreExtensionData.reactElement)}
      </Shell>,
    ),
  ],
});

const navigationContent = NavContentBlueprint.make({
  // Purpose orders it, not the list of installed pages that Backstage hands over.
  params: { component: () => <Navigation /> },
});

const pageLayout = SwappableComponentBlueprint.make({
  name: 'core-page-layout',
  params: define => define({ component: PageLayout, loader: () => PageBar }),
});

/** The frame of the portal and its navigation. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [layout, navigationContent, pageLayout],
});
