import type { FrontendPlugin } from '@backstage/frontend-plugin-api';
import {
  catalogGraphApiRef,
  DefaultCatalogGraphApi,
} from '@backstage/plugin-catalog-graph';
import graphPlugin from '@backstage/plugin-catalog-graph/alpha';

// Every relation that this catalog has, each with its way back. The stock
// list knows APIs, which machines don't have, and not where a machine runs.
const pairs: [forward: string, back: string][] = [
  ['runsOn', 'runs'],
  ['attachedTo', 'attaches'],
  ['partOf', 'hasPart'],
  ['ownedBy', 'ownerOf'],
  ['memberOf', 'hasMember'],
  ['childOf', 'parentOf'],
];

const api = graphPlugin.getExtension('api:catalog-graph').override({
  params: define =>
    define({
      api: catalogGraphApiRef,
      deps: {},
      factory: () =>
        new DefaultCatalogGraphApi({
          knownRelations: pairs.flat(),
          knownRelationPairs: pairs,
          defaultRelationTypes: { exclude: [] },
        }),
    }),
});

// In the place of the stock page, whose many controls have no labels.
const page = graphPlugin.getExtension('page:catalog-graph').override({
  params: {
    title: 'Relations',
    loader: async () => {
      const { RelationsPage } = await import('./RelationsPage');
      return <RelationsPage />;
    },
  },
});

/** Backstage's graph of entities with the relations of this catalog. */
export const graphFeature: FrontendPlugin = graphPlugin.withOverrides({
  extensions: [api, page],
});
