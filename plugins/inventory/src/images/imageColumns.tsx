import { Link } from '@backstage/ui';
import type { Image } from '@flyloft/plugin-inventory-common';
import { Bytes, RelativeTime, type ListColumn } from '@flyloft/ui-kit';
import { detailPath, listWhere, where } from '../paths';
import { seenStatus } from '../thing/thingStatus';
import { ThingStatusBadge } from '../thing/ThingStatusBadge';

/** The columns of the list of images. */
export const imageColumns: readonly ListColumn<Image>[] = [
  {
    id: 'name',
    narrow: 'title',
    cell: image =>
      image.platformUrl ? (
        <Link href={image.platformUrl} target="_blank" standalone>
          {image.name}
        </Link>
      ) : (
        image.name
      ),
  },
  {
    id: 'kind',
    width: 9,
    narrow: 'detail',
    cell: image => image.kind.replace('-', ' '),
  },
  {
    id: 'visibility',
    width: 8.5,
    narrow: 'status',
    cell: image => <ThingStatusBadge status={seenStatus(image.visibility)} />,
  },
  {
    id: 'platformId',
    width: 7,
    narrow: 'detail',
    cell: image => image.platformId,
  },
  {
    id: 'cluster',
    width: 8,
    cell: image =>
      image.cluster ? (
        <Link href={detailPath('clusters', image.cluster.id)} standalone>
          {image.cluster.name}
        </Link>
      ) : (
        '–'
      ),
  },
  {
    id: 'storages',
    label: 'On',
    width: 9,
    narrow: 'detail',
    cell: image => <StorageNames image={image} />,
  },
  { id: 'osFamily', width: 7, cell: image => image.osFamily ?? '–' },
  {
    id: 'sizeBytes',
    width: 6,
    align: 'end',
    narrow: 'detail',
    cell: image => <Bytes value={image.sizeBytes} />,
  },
  {
    id: 'createdAt',
    width: 7,
    align: 'end',
    cell: image => <RelativeTime at={image.createdAt} />,
  },
  {
    id: 'description',
    label: 'Description',
    width: 14,
    optional: true,
    cell: image => image.description ?? '–',
  },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: image => <RelativeTime at={image.lastSeenAt} />,
  },
];

function StorageNames({ image }: { image: Image }) {
  if (image.storages.length === 0) return '–';
  return image.storages.map((name, index) => (
    <span key={name}>
      {index > 0 && ', '}
      <Link
        href={listWhere('storages', [
          where('platformId', 'eq', image.platformId),
          where('name', 'eq', name),
        ])}
        standalone
      >
        {name}
      </Link>
    </span>
  ));
}
