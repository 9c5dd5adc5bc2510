import { useApi } from '@backstage/frontend-plugin-api';
import {
  imageFacts,
  infrastructureReadPermission,
} from '@flyloft/plugin-inventory-common';
import { ListTable, PageFrame, useList } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { DeletedField } from '../guests/DeletedField';
import { NothingCollected } from '../platforms/NothingCollected';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { imageColumns } from './imageColumns';

const byName = { fact: 'name', descending: false };

/** Lists what guests are made from: disks, ISO files, templates, sizes. */
export function ImagesPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: imageFacts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listImages(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  return (
    <PageFrame fill title="Images" freshness={list.answer.data?.freshness}>
      <ListTable
        what="images"
        list={list}
        columns={imageColumns}
        searchPlaceholder="Name, description"
        quickFacts={['platformId', 'kind', 'cluster', 'osFamily']}
        loadChoices={loadChoices}
        permission={infrastructureReadPermission.name}
        chips={
          <DeletedField value={list.state.deleted} onChange={list.setDeleted} />
        }
        empty={<NothingCollected what="images" />}
      />
    </PageFrame>
  );
}
