import { useMemo } from 'react';
import { useLocation } from 'react-router-dom';
import { ButtonLink } from '@backstage/ui';
import { RiUploadLine } from '@remixicon/react';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  guestFactsWith,
  guestReadPermission,
  type CustomField,
} from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  AsOfPicker,
  ListTable,
  PageFrame,
  useList,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { useBulkEditing } from '../bulkEdit/useBulkEditing';
import { useCustomFieldsAnswer } from '../manual/useCustomFields';
import { useImportRefusal } from '../imports/useImportRefusal';
import { detailPath, paths } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { SyncNow } from '../sync/SyncNow';
import { AssignOwner } from './OwnerCell';
import { DeletedField } from './DeletedField';
import { NothingRecorded } from './NothingRecorded';
import { useGuestChoices } from './useGuestChoices';
import { useGuestWorklists } from './useGuestWorklists';
import { customColumns } from './customColumns';
import { guestColumns, guestQuickFacts } from './guestColumns';
import styles from './guests.module.css';

const byName = { fact: 'name', descending: false };

/** Lists the guests the reader may see, as they are or as they were. */
export function GuestsPage() {
  const { fields, known } = useCustomFieldsAnswer();
  const { search } = useLocation();
  // A condition on a field of people's own means nothing until it is known.
  if (!known && search.includes('custom.')) {
    return (
      <PageFrame title="Guests">
        <Waiting lines={12} />
      </PageFrame>
    );
  }
  return <GuestList customFields={fields} />;
}

function ImportLink() {
  const refusal = useImportRefusal();
  const words = <span className={styles.wideOnly}>Import</span>;
  if (refusal) {
    return (
      <ActionButton
        size="small"
        variant="secondary"
        aria-label="Import"
        refusal={refusal}
      >
        {words}
      </ActionButton>
    );
  }
  return (
    <ButtonLink
      size="small"
      variant="secondary"
      href={paths.imports}
      aria-label="Import"
      iconStart={<RiUploadLine />}
    >
      {words}
    </ButtonLink>
  );
}

function GuestList({ customFields }: { customFields: CustomField[] }) {
  const facts = useMemo(() => guestFactsWith(customFields), [customFields]);
  const columns = useMemo(
    () => [...guestColumns, ...customColumns(customFields)],
    [customFields],
  );
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listGuests(query, { signal }),
  });
  const { answer, state } = list;
  const loadChoices = useGuestChoices(list.query);

  const bulk = useBulkEditing(list);
  const viewed = useViewedList('guests', list, columns, useGuestWorklists());
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
          tools={
            <>
              {viewed.tools}
              <ImportLink />
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
