import { useMemo } from 'react';
import { formatFilter } from '@flyloft/plugin-inventory-common';
import { useSummary } from '../home/useSummary';
import { where } from '../paths';
import type { Worklist } from '../savedViews/ViewMenu';

/** What waits to be done among guests, with how many there are. */
export function useGuestWorklists(): Worklist[] {
  const withoutOwner = useSummary().data?.guests.withoutOwner;
  return useMemo(
    () => [
      {
        id: 'without-owner',
        name: 'Without owner',
        count: withoutOwner,
        state: { filter: [formatFilter(where('ownerRef', 'empty'))] },
      },
    ],
    [withoutOwner],
  );
}
