import { useApi } from '@backstage/frontend-plugin-api';
import {
  clusterFacts,
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
import { clusterColumns } from './clusterColumns';

const byName = { fact: 'name', descending: false };

/** Lists the clusters; a stand-alone host is a cluster of one. */
export function ClustersPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: clusterFacts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listClusters(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  const viewed = useViewedList('clusters', list, clusterColumns);
  const exports = useListExport('clusters', list.query);
  return (
    <PageFrame fill title="Clusters" freshness={list.answer.data?.freshness}>
      <ListTable
        what="clusters"
        list={list}
        {...viewed}
        hrefOf={cluster => detailPath('clusters', cluster.id)}
        exports={exports}
        searchPlaceholder="Name"
        quickFacts={['platformId', 'quorate', 'visibility']}
        loadChoices={loadChoices}
        permission={infrastructureReadPermission.name}
        chips={
          <DeletedField value={list.state.deleted} onChange={list.setDeleted} />
        }
        empty={<NothingCollected what="clusters" />}
      />
    </PageFrame>
  );
}
