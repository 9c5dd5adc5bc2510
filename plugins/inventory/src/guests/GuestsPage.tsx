import { useApi } from '@backstage/frontend-plugin-api';
import {
  guestFacts,
  guestReadPermission,
} from '@flyloft/plugin-inventory-common';
import { AsOfPicker, ListTable, PageFrame, useList } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { useBulkEditing } from '../bulkEdit/useBulkEditing';
import { detailPath } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { SyncNow } from '../sync/SyncNow';
import { AssignOwner } from './OwnerCell';
import { DeletedField } from './DeletedField';
import { NothingRecorded } from './NothingRecorded';
import { useGuestChoices } from './useGuestChoices';
import { guestColumns, guestQuickFacts } from './guestColumns';

const byName = { fact: 'name', descending: false };

/** Lists the guests the reader may see, as they are or as they were. */
export function GuestsPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: guestFacts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listGuests(query, { signal }),
  });
  const { answer, state } = list;
  const loadChoices = useGuestChoices(list.query);

  const bulk = useBulkEditing(list);
  const viewed = useViewedList('guests', list, guestColumns);
  const exports = useListExport('guests', list.query);
  return (
    <AssignOwner.Provider value={bulk.assignOwner}>
      <PageFrame
        fill
        title="Guests"
        freshness={state.at ? undefined : answer.data?.freshness}
        actions={
          <>
            <AsOfPicker at={state.at} onChange={list.setAt} />
            <SyncNow onDone={answer.reload} />
          </>
        }
      >
        <ListTable
          what="guests"
          list={list}
          {...viewed}
          selection={bulk.selection}
          notices={
            <>
              {viewed.notices}
              {bulk.notices}
            </>
          }
          hrefOf={guest => detailPath('guests', guest.id)}
          exports={exports}
          searchPlaceholder="Name, address, MAC, UUID, VM id"
          quickFacts={guestQuickFacts}
          loadChoices={loadChoices}
          permission={guestReadPermission.name}
          chips={
            <DeletedField value={state.deleted} onChange={list.setDeleted} />
          }
          emptyAt={(at, otherwise) => (
            <NothingRecorded at={at} otherwise={otherwise} />
          )}
          empty={<NothingCollected what="guests" />}
        />
      </PageFrame>
    </AssignOwner.Provider>
  );
}
