import { useApi } from '@backstage/frontend-plugin-api';
import {
  joinFreshness,
  type Freshness,
} from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/** How fresh the picture of one platform is, for pages of its hosts and networks. */
export function usePlatformFreshness(
  platformId: string | undefined,
): Freshness | undefined {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    'platforms',
    async signal => (await inventory.listPlatforms({ signal })).items,
    { refreshSeconds: 30 },
  );
  const platform = answer.data?.find(one => one.id === platformId);
  return platform && joinFreshness([platform.freshness]);
}
