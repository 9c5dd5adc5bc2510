import { useApi } from '@backstage/frontend-plugin-api';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/** A guest, as it is or as it was at a moment. */
export function useGuest(id: string, at: string | undefined) {
  const inventory = useApi(inventoryApiRef);
  return useAnswer(
    `guest:${id}:${at ?? ''}`,
    signal => inventory.getGuest(id, { at }, { signal }),
    { refreshSeconds: at ? undefined : 30 },
  );
}
