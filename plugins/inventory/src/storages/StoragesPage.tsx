import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  infrastructureReadPermission,
  storageFacts,
  type Storage,
} from '@flyloft/plugin-inventory-common';
import {
  Bytes,
  CapacityBar,
  formatBytes,
  ListTable,
  PageFrame,
  RelativeTime,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { DeletedField } from '../guests/DeletedField';
import { storageStatus } from '../thing/thingStatus';
import { ThingStatusBadge } from '../thing/ThingStatusBadge';
import { detailPath } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { usePlatformChoices } from '../platforms/usePlatformChoices';

const byName = { fact: 'name', descending: false };

const columns: readonly ListColumn<Storage>[] = [
  { id: 'name', narrow: 'title', cell: storage => storage.name },
  {
    id: 'status',
    width: 8.5,
    narrow: 'status',
    cell: storage => <ThingStatusBadge status={storageStatus(storage)} />,
  },
  {
    id: 'type',
    width: 6,
    narrow: 'detail',
    cell: storage => storage.type ?? '–',
  },
  {
    id: 'platformId',
    width: 7,
    narrow: 'detail',
    cell: storage => storage.platformId,
  },
  {
    id: 'cluster',
    width: 8,
    cell: storage =>
      storage.cluster ? (
        <Link href={detailPath('clusters', storage.cluster.id)} standalone>
          {storage.cluster.name}
        </Link>
      ) : (
        '–'
      ),
  },
  {
    id: 'host',
    label: 'On',
    width: 8,
    narrow: 'detail',
    cell: storage => {
      if (storage.shared) return 'shared';
      return storage.host ? (
        <Link href={detailPath('hosts', storage.host.id)} standalone>
          {storage.host.name}
        </Link>
      ) : (
        '–'
      );
    },
  },
  {
    id: 'use',
    label: 'Use',
    width: 9,
    narrow: 'detail',
    sortBy: 'usedBytes',
    cell: storage => (
      <CapacityBar
        compact
        label={`Use of ${storage.name}`}
        used={storage.usedBytes}
        capacity={storage.capacityBytes}
        format={formatBytes}
      />
    ),
  },
  {
    id: 'usedBytes',
    width: 5.5,
    align: 'end',
    cell: storage => <Bytes value={storage.usedBytes} />,
  },
  {
    id: 'capacityBytes',
    width: 6,
    align: 'end',
    cell: storage => <Bytes value={storage.capacityBytes} />,
  },
  {
    id: 'content',
    label: 'Content',
    width: 12,
    optional: true,
    cell: storage => storage.content.join(', ') || '–',
  },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: storage => <RelativeTime at={storage.lastSeenAt} />,
  },
];

/** Lists the storages; a local one is a row per host. */
export function StoragesPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: storageFacts,
    defaultSort: byName,
    ask: (query, signal) => inventory.listStorages(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  const viewed = useViewedList('storages', list, columns);
  const exports = useListExport('storages', list.query);
  return (
    <PageFrame fill title="Storages" freshness={list.answer.data?.freshness}>
      <ListTable
        what="storages"
        list={list}
        {...viewed}
        exports={exports}
        searchPlaceholder="Name, type"
        quickFacts={['platformId', 'cluster', 'host', 'status', 'shared']}
        loadChoices={loadChoices}
        permission={infrastructureReadPermission.name}
        chips={
          <DeletedField value={list.state.deleted} onChange={list.setDeleted} />
        }
        empty={<NothingCollected what="storages" />}
      />
    </PageFrame>
  );
}
