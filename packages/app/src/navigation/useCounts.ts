import { useApi } from '@backstage/frontend-plugin-api';
import { inventoryApiRef } from '@flyloft/plugin-inventory';
import { useAnswer } from '@flyloft/ui-kit';
import { shownCounters, type KnownRights } from './navigation';
import type { Counts } from './NavigationList';

/**
 * What waits for this person, asked again every minute. A count that can't be
 * had is left out: the page it belongs to says what is wrong.
 */
export function useCounts(rights: KnownRights): Counts {
  const inventory = useApi(inventoryApiRef);
  const counters = shownCounters(rights);
  const held = useAnswer<number | undefined>(
    counters.join(),
    async signal => {
      if (!counters.includes('heldSyncs')) return undefined;
      const runs = await inventory.listSyncRuns(
        { filter: ['state:eq:held'], limit: 1 },
        { signal },
      );
      return runs.total;
    },
    { refreshSeconds: 60 },
  );
  return { heldSyncs: held.outdated ? undefined : held.data };
}
