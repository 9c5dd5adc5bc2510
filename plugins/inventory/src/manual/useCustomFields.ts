import { useApi } from '@backstage/frontend-plugin-api';
import type { CustomField } from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

const none: CustomField[] = [];

/** The fields that people defined, and whether they are known yet. */
export function useCustomFieldsAnswer(): {
  fields: CustomField[];
  /** Also where they can't be had: nothing is waited for then. */
  known: boolean;
} {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer('custom-fields', async signal => {
    const { items } = await inventory.listCustomFields({}, { signal });
    return items;
  });
  return {
    fields: answer.data ?? none,
    known: answer.data !== undefined || answer.error !== undefined,
  };
}

/** The fields that people defined; none while they are not known. */
export function useCustomFields(): CustomField[] {
  return useCustomFieldsAnswer().fields;
}
