import { useApi } from '@backstage/frontend-plugin-api';
import {
  infrastructureReadPermission,
  networkFacts,
} from '@flyloft/plugin-inventory-common';
import { ListTable, PageFrame, useList } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { DeletedField } from '../guests/DeletedField';
import { detailPath } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { networkColumns } from './networkColumns';

const byName = { fact: 'name', descending: false };

/** Lists the networks that guests attach to. */
export function NetworksPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: networkFacts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listNetworks(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  const viewed = useViewedList('networks', list, networkColumns);
  const exports = useListExport('networks', list.query);
  return (
    <PageFrame fill title="Networks" freshness={list.answer.data?.freshness}>
      <ListTable
        what="networks"
        list={list}
        {...viewed}
        hrefOf={network => detailPath('networks', network.id)}
        exports={exports}
        searchPlaceholder="Name"
        quickFacts={['platformId', 'cluster', 'kind', 'vlanTag']}
        loadChoices={loadChoices}
        permission={infrastructureReadPermission.name}
        chips={
          <DeletedField value={list.state.deleted} onChange={list.setDeleted} />
        }
        empty={<NothingCollected what="networks" />}
      />
    </PageFrame>
  );
}
