import { useApi } from '@backstage/frontend-plugin-api';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/** The figures of the inventory, within what the reader may see. */
export function useSummary() {
  const inventory = useApi(inventoryApiRef);
  return useAnswer('summary', signal => inventory.getSummary({ signal }), {
    refreshSeconds: 60,
  });
}
