import { useApi } from '@backstage/frontend-plugin-api';
import type { Choice, LoadChoices } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

// Enough to choose from; whoever has more narrows by platform first.
const offered = 200;

/**
 * The values of facts that refer to other things, for lists whose API counts
 * no facets: platforms, clusters and hosts by name.
 */
export function usePlatformChoices(): LoadChoices {
  const inventory = useApi(inventoryApiRef);
  return async (fact, signal): Promise<Choice[]> => {
    const query = { limit: offered, sort: 'name' };
    switch (fact) {
      case 'platformId': {
        const { items } = await inventory.listPlatforms({ signal });
        return items.map(({ id, title }) => ({ value: id, label: title }));
      }
      case 'cluster': {
        const { items } = await inventory.listClusters(query, { signal });
        return items.map(({ id, name }) => ({ value: id, label: name }));
      }
      case 'host': {
        const { items } = await inventory.listHosts(query, { signal });
        return items.map(({ id, name }) => ({ value: id, label: name }));
      }
      case 'ownerRef':
        return (await inventory.listGuestFacets(fact, {}, { signal })).items;
      default:
        return [];
    }
  };
}
