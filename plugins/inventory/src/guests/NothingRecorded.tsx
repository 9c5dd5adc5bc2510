import type { ReactNode } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { EmptyState, shortTime, useAnswer, Waiting } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/**
 * Stands for an empty list of a past moment: before the history begins no
 * condition of the reader's emptied it. Later, `otherwise` says why it is empty.
 */
export function NothingRecorded(props: { at: string; otherwise: ReactNode }) {
  const { at, otherwise } = props;
  const inventory = useApi(inventoryApiRef);
  const oldest = useAnswer('oldest-change', signal =>
    inventory.listHistory({ sort: 'at', limit: 1 }, { signal }),
  );
  if (oldest.loading && oldest.error === undefined) return <Waiting />;
  // Without the answer nothing is claimed of where the history begins.
  if (!oldest.data) return <>{otherwise}</>;
  const begins = oldest.data.items[0]?.at;
  if (begins && Date.parse(at) >= Date.parse(begins)) return <>{otherwise}</>;
  return (
    <EmptyState title={`Nothing was recorded as of ${shortTime(new Date(at))}`}>
      The history begins with the first sync
      {begins && `, on ${shortTime(new Date(begins))}`}. What was before that is
      not known.
    </EmptyState>
  );
}
