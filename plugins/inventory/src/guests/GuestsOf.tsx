import { useApi } from '@backstage/frontend-plugin-api';
import {
  guestFacts,
  guestReadPermission,
  type Filter,
} from '@flyloft/plugin-inventory-common';
import { EmptyState, ListTable, useList } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { detailPath } from '../paths';
import { NothingRecorded } from './NothingRecorded';
import { useGuestChoices } from './useGuestChoices';
import { guestColumns } from './guestColumns';

const byName = { fact: 'name', descending: false };

/** The guests of a host, cluster or network, as a list of their own on its page. */
export function GuestsOf(props: {
  /** What ties them to the page's thing. */
  filters: Filter[];
  /** The place in words: `this host`. */
  place: string;
}) {
  const { filters, place } = props;
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: guestFacts,
    defaultSort: byName,
    fixedFilters: filters,
    ask: (query, signal) => inventory.listGuests(query, { signal }),
  });
  const loadChoices = useGuestChoices(list.query);
  const exports = useListExport('guests', list.query);
  return (
    <ListTable
      what="guests"
      list={list}
      columns={guestColumns}
      hrefOf={guest => detailPath('guests', guest.id)}
      exports={exports}
      searchPlaceholder="Name, address, MAC, UUID, VM id"
      quickFacts={['powerState', 'ownerRef', 'tags']}
      hiddenFacts={filters.map(filter => filter.fact)}
      loadChoices={loadChoices}
      permission={guestReadPermission.name}
      emptyAt={(at, otherwise) => (
        <NothingRecorded at={at} otherwise={otherwise} />
      )}
      empty={
        <EmptyState title="No guests here">
          No guest that you may see is on {place}.
        </EmptyState>
      }
    />
  );
}
