import {
  coreExtensionData,
  ExtensionBoundary,
  type FrontendPlugin,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import {
  EntityCardBlueprint,
  EntityContentLayoutBlueprint,
  EntityHeaderLayoutBlueprint,
} from '@backstage/plugin-catalog-react/alpha';

/**
 * The stock page heads itself twice and gives half its width to columns that
 * machines do not fill. Its filters stay: other plugins may add to them.
 */
export const catalogIndex = catalogPlugin
  .getExtension('page:catalog')
  .override({
    factory(originalFactory, { inputs, node }) {
      const original = originalFactory();
      const filters = inputs.filters.map(filter =>
        filter.get(coreExtensionData.reactElement),
      );
      return [
        ...[...original].filter(
          value => value.id !== coreExtensionData.reactElement.id,
        ),
        coreExtensionData.reactElement(
          ExtensionBoundary.lazy(node, async () => {
            const { CatalogPage } = await import('./CatalogPage');
            return <CatalogPage filters={filters} />;
          }),
        ),
      ];
    },
  });

// The stock card has a pencil that nobody here can use, and a row for a system
// that no machine is part of.
const about = EntityCardBlueprint.make({
  name: 'about',
  params: {
    type: 'info',
    filter: { $not: { kind: { $in: ['user', 'group'] } } },
    loader: async () => {
      const { AboutCard } = await import('./AboutCard');
      return <AboutCard />;
    },
  },
});

const overviewLayout = EntityContentLayoutBlueprint.make({
  name: 'overview',
  params: {
    loader: async () => {
      const { OverviewLayout } = await import('./OverviewLayout');
      return OverviewLayout;
    },
  },
});

const header = EntityHeaderLayoutBlueprint.make({
  name: 'header',
  params: {
    loader: async () => {
      const { EntityHeader } = await import('./EntityHeader');
      return EntityHeader;
    },
  },
});

/** Backstage's catalog with an index page that looks like every other list. */
export const catalogFeature: FrontendPlugin = catalogPlugin.withOverrides({
  extensions: [catalogIndex, about, header, overviewLayout],
});
