import { useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Change } from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

const pageSize = 25;

/** A guest's changes, newest first; older ones only when asked for. */
export function useGuestHistory(id: string, changedAt: string | undefined) {
  const inventory = useApi(inventoryApiRef);
  const [pages, setPages] = useState(1);
  const answer = useAnswer(
    `guest-history:${id}:${pages}`,
    async signal => {
      const changes: Change[] = [];
      let cursor: string | undefined;
      let total = 0;
      for (let page = 0; page < pages; page++) {
        const part = await inventory.listGuestHistory(
          id,
          { limit: pageSize, cursor },
          { signal },
        );
        changes.push(...part.items);
        total = part.total;
        cursor = part.nextCursor ?? undefined;
        if (!cursor) break;
      }
      return { changes, total, more: cursor !== undefined };
    },
    { refreshSeconds: 60 },
  );
  // What was just edited stands in the history at once, not a minute later.
  const { reload } = answer;
  const told = useRef(changedAt);
  useEffect(() => {
    if (changedAt === undefined || changedAt === told.current) return;
    told.current = changedAt;
    void reload();
  }, [changedAt, reload]);
  return { ...answer, showOlder: () => setPages(count => count + 1) };
}
