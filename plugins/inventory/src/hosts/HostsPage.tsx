import { useApi } from '@backstage/frontend-plugin-api';
import {
  hostFacts,
  infrastructureReadPermission,
} from '@flyloft/plugin-inventory-common';
import { ListTable, PageFrame, useList } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { DeletedField } from '../guests/DeletedField';
import { detailPath } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { hostColumns } from './hostColumns';

const byName = { fact: 'name', descending: false };

/** Lists the hosts that guests run on. */
export function HostsPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: hostFacts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listHosts(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  const viewed = useViewedList('hosts', list, hostColumns);
  const exports = useListExport('hosts', list.query);
  return (
    <PageFrame fill title="Hosts" freshness={list.answer.data?.freshness}>
      <ListTable
        what="hosts"
        list={list}
        {...viewed}
        hrefOf={host => detailPath('hosts', host.id)}
        exports={exports}
        searchPlaceholder="Name, address"
        quickFacts={['platformId', 'cluster', 'status']}
        loadChoices={loadChoices}
        permission={infrastructureReadPermission.name}
        chips={
          <DeletedField value={list.state.deleted} onChange={list.setDeleted} />
        }
        empty={<NothingCollected what="hosts" />}
      />
    </PageFrame>
  );
}
