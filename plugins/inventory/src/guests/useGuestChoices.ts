import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  parseFilter,
  guestFacts,
  type ListQuery,
} from '@flyloft/plugin-inventory-common';
import { explainProblem, type Choice, type LoadChoices } from '@flyloft/ui-kit';
import { inventoryApiRef, type InventoryApi } from '../api/inventoryApi';

/**
 * The values of a guest's facts with their counts among the guests that the
 * other conditions leave. Conditions on the fact itself are not applied: else
 * the first choice would take away all others.
 */
export function useGuestChoices(query: ListQuery): LoadChoices {
  const inventory = useApi(inventoryApiRef);
  return async (fact, signal) => {
    const { q, deleted, at, filter = [] } = query;
    const others = filter.filter(text => !text.startsWith(`${fact}:`));
    const { items } = await inventory.listGuestFacets(
      fact,
      { q, deleted, at, filter: others },
      { signal },
    );
    const choices: Choice[] = items.map(item => ({
      ...item,
      label: fact === 'ownerRef' ? ownerName(item.value) : item.label,
    }));
    const named = await namesOfIds(inventory, fact, filter, signal);
    return [...choices, ...named];
  };
}

function ownerName(ref: string): string {
  return parseEntityRef(ref, {
    defaultKind: 'group',
    defaultNamespace: 'default',
  }).name;
}

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Links name hosts and clusters by id, as names repeat; the chip shows the name. */
async function namesOfIds(
  inventory: InventoryApi,
  fact: string,
  filters: string[],
  signal: AbortSignal,
): Promise<Choice[]> {
  const get = {
    host: inventory.getHost.bind(inventory),
    cluster: inventory.getCluster.bind(inventory),
  }[fact];
  if (!get) return [];
  const ids = filters
    .filter(text => text.startsWith(`${fact}:`))
    .map(text => parseFilter(text, guestFacts))
    .flatMap(filter => filter.values)
    .filter(value => uuid.test(value));
  return Promise.all(
    ids.map(async id => {
      try {
        return { value: id, label: (await get(id, { signal })).name };
      } catch (error) {
        // Who may not see hosts, or whose link is old, sees the id itself.
        const { kind } = explainProblem(error);
        if (kind === 'refused' || kind === 'missing')
          return { value: id, label: id };
        throw error;
      }
    }),
  );
}
