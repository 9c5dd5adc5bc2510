import { Link } from '@backstage/ui';
import type { Network } from '@flyloft/plugin-inventory-common';
import {
  countOf,
  formatCount,
  RelativeTime,
  type ListColumn,
} from '@flyloft/ui-kit';
import { seenStatus } from '../thing/thingStatus';
import { ThingStatusBadge } from '../thing/ThingStatusBadge';
import { detailPath, listWhere, where } from '../paths';

const list = (values: string[]) => values.join(', ') || '–';

/** The columns of the list of networks. */
export const networkColumns: readonly ListColumn<Network>[] = [
  {
    id: 'name',
    narrow: 'title',
    cell: network => (
      <Link href={detailPath('networks', network.id)} standalone>
        {network.name}
      </Link>
    ),
  },
  { id: 'kind', width: 6, narrow: 'detail', cell: network => network.kind },
  {
    id: 'visibility',
    label: 'Status',
    width: 8,
    narrow: 'status',
    cell: network => (
      <ThingStatusBadge status={seenStatus(network.visibility)} />
    ),
  },
  {
    id: 'platformId',
    width: 7,
    narrow: 'detail',
    cell: network => network.platformId,
  },
  {
    id: 'cluster',
    width: 8,
    cell: network =>
      network.cluster ? (
        <Link href={detailPath('clusters', network.cluster.id)} standalone>
          {network.cluster.name}
        </Link>
      ) : (
        '–'
      ),
  },
  {
    id: 'vlanTag',
    width: 5,
    align: 'end',
    cell: network => network.vlanTag ?? (network.vlanAware ? 'aware' : '–'),
  },
  {
    id: 'guestCount',
    width: 5,
    align: 'end',
    narrow: 'detail',
    narrowCell: network => countOf(network.guestCount, 'guest'),
    cell: network => (
      <Link
        href={listWhere('guests', [
          where('platformId', 'eq', network.platformId),
          where('networks', 'eq', network.name),
        ])}
        standalone
      >
        {formatCount(network.guestCount)}
      </Link>
    ),
  },
  {
    id: 'prefixes',
    label: 'Prefixes',
    width: 11,
    cell: network => list(network.prefixes),
  },
  {
    id: 'hosts',
    label: 'Hosts',
    width: 10,
    cell: network => (
      <span title={list(network.hosts)}>{list(network.hosts)}</span>
    ),
  },
  {
    id: 'description',
    label: 'Description',
    width: 14,
    optional: true,
    cell: network => network.description ?? '–',
  },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: network => <RelativeTime at={network.lastSeenAt} />,
  },
];
