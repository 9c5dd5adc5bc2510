import {
  coreExtensionData,
  ExtensionBoundary,
  type FrontendPlugin,
} from '@backstage/frontend-plugin-api';
import catalogPlugin from '@backstage/plugin-catalog/alpha';

// The stock page heads itself twice and gives half its width to columns that
// machines don't fill. Its filters stay: other plugins may add to them.
const index = catalogPlugin.getExtension('page:catalog').override({
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

/** Backstage's catalog with an index page that looks like every other list. */
export const catalogFeature: FrontendPlugin = catalogPlugin.withOverrides({
  extensions: [index],
});
