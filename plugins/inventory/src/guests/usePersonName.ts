import { useApi } from '@backstage/frontend-plugin-api';
import { personRefPrefix } from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef, type InventoryApi } from '../api/inventoryApi';

/** Whether a reference names an owner who has no account. */
export const isPersonRef = (ref: unknown): ref is string =>
  typeof ref === 'string' && ref.startsWith(personRefPrefix);

// A list names the same few people in many rows: each is asked for once.
const known = new WeakMap<InventoryApi, Map<string, Promise<string>>>();

/** How an external person is called; undefined until it is known. */
export function usePersonName(ref: string): string | undefined {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(`person ${ref}`, () => nameOf(inventory, ref));
  if (answer.error !== undefined) return 'an external person';
  return answer.outdated ? undefined : answer.data;
}

function nameOf(inventory: InventoryApi, ref: string): Promise<string> {
  const names = known.get(inventory) ?? new Map<string, Promise<string>>();
  known.set(inventory, names);
  const before = names.get(ref);
  if (before) return before;
  const asked = inventory
    .getPersonName(ref.slice(personRefPrefix.length))
    .then(({ name }) => name);
  names.set(ref, asked);
  // What failed is asked again by whoever comes next.
  asked.catch(() => names.delete(ref));
  return asked;
}
