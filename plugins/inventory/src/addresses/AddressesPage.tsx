import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  addressFacts,
  guestReadPermission,
  type SeenAddress,
} from '@flyloft/plugin-inventory-common';
import {
  Copyable,
  ListTable,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { GuestStatusBadge } from '../guests/GuestStatusBadge';
import { OwnerLink } from '../guests/OwnerLink';
import { detailPath, listWhere, where } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { usePlatformChoices } from '../platforms/usePlatformChoices';

const byAddress = { fact: 'address', descending: false };

const columns: readonly ListColumn<SeenAddress>[] = [
  {
    id: 'address',
    width: 13,
    narrow: 'title',
    cell: seen => (
      <Copyable value={seen.address} mono>
        {seen.prefixLength === null
          ? seen.address
          : `${seen.address}/${seen.prefixLength}`}
      </Copyable>
    ),
  },
  {
    id: 'duplicate',
    label: 'Shown by',
    width: 8,
    narrow: 'status',
    cell: seen =>
      seen.guestCount > 1 ? (
        <Link
          href={listWhere('addresses', [where('address', 'eq', seen.address)])}
          standalone
        >
          <StatusBadge tone="problem">{seen.guestCount} guests</StatusBadge>
        </Link>
      ) : (
        '1 guest'
      ),
  },
  {
    id: 'guest',
    narrow: 'detail',
    cell: seen => (
      <Link href={detailPath('guests', seen.guest.id)} standalone>
        {seen.guest.name}
      </Link>
    ),
  },
  {
    id: 'power',
    label: 'Power',
    width: 8,
    cell: seen => <GuestStatusBadge guest={seen.guest} />,
  },
  { id: 'platformId', width: 7, cell: seen => seen.platformId },
  {
    id: 'network',
    width: 7.5,
    narrow: 'detail',
    cell: seen => seen.network ?? '–',
  },
  {
    id: 'vlanTag',
    width: 4.5,
    align: 'end',
    cell: seen => seen.vlanTag ?? '–',
  },
  {
    id: 'macAddress',
    width: 12,
    cell: seen =>
      seen.macAddress ? <Copyable value={seen.macAddress} mono /> : '–',
  },
  { id: 'source', width: 7, optional: true, cell: seen => seen.source },
  {
    id: 'ownerRef',
    width: 8,
    optional: true,
    cell: seen => <OwnerLink ownerRef={seen.ownerRef} />,
  },
  { id: 'nic', label: 'NIC', width: 5, optional: true, cell: seen => seen.nic },
  {
    id: 'firstSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: seen => <RelativeTime at={seen.firstSeenAt} />,
  },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: seen => <RelativeTime at={seen.lastSeenAt} />,
  },
];

/** Lists the addresses seen on guests; one that several show is several rows. */
export function AddressesPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: addressFacts,
    defaultSort: byAddress,
    ask: (query, signal) => inventory.listAddresses(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  const viewed = useViewedList('addresses', list, columns);
  const exports = useListExport('addresses', list.query);
  return (
    <PageFrame
      fill
      title="Addresses seen"
      freshness={list.answer.data?.freshness}
    >
      <ListTable
        what="addresses"
        list={list}
        {...viewed}
        exports={exports}
        searchPlaceholder="Address, guest, MAC"
        quickFacts={[
          'duplicate',
          'address',
          'platformId',
          'network',
          'vlanTag',
        ]}
        loadChoices={loadChoices}
        permission={guestReadPermission.name}
        empty={<NothingCollected what="addresses" />}
      />
    </PageFrame>
  );
}
