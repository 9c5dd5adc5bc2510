import { useApi } from '@backstage/frontend-plugin-api';
import type { CustomField } from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

const none: CustomField[] = [];

/** The fields that people defined; none while they are not known. */
export function useCustomFields(): CustomField[] {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer('custom-fields', async signal => {
    const { items } = await inventory.listCustomFields({}, { signal });
    return items;
  });
  return answer.data ?? none;
}
