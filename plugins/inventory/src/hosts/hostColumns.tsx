import { Link } from '@backstage/ui';
import type { Host } from '@flyloft/plugin-inventory-common';
import {
  CapacityBar,
  Copyable,
  formatBytes,
  countOf,
  formatCount,
  RelativeTime,
  type ListColumn,
} from '@flyloft/ui-kit';
import { detailPath, listWhere, where } from '../paths';
import { hostStatus } from '../thing/thingStatus';
import { ThingStatusBadge } from '../thing/ThingStatusBadge';

/** Whether it is in maintenance, in words; null where nobody knows. */
export function maintenanceWords({ maintenance }: Host): string | null {
  if (maintenance === null) return null;
  return maintenance ? 'yes' : 'no';
}

/** The columns of the list of hosts. */
export const hostColumns: readonly ListColumn<Host>[] = [
  {
    id: 'name',
    narrow: 'title',
    cell: host => (
      <Link href={detailPath('hosts', host.id)} standalone>
        {host.name}
      </Link>
    ),
  },
  {
    id: 'status',
    width: 8,
    narrow: 'status',
    cell: host => <ThingStatusBadge status={hostStatus(host)} />,
  },
  {
    id: 'platformId',
    width: 7,
    narrow: 'detail',
    cell: host => host.platformId,
  },
  {
    id: 'cluster',
    width: 8,
    cell: host =>
      host.cluster ? (
        <Link href={detailPath('clusters', host.cluster.id)} standalone>
          {host.cluster.name}
        </Link>
      ) : (
        '–'
      ),
  },
  {
    id: 'guests',
    label: 'Guests',
    width: 5,
    align: 'end',
    narrow: 'detail',
    narrowCell: host => countOf(host.guestCount, 'guest'),
    cell: host => (
      <Link
        href={listWhere('guests', [where('host', 'eq', host.id)])}
        standalone
      >
        {formatCount(host.guestCount)}
      </Link>
    ),
  },
  {
    id: 'cpuUsed',
    label: 'CPU use',
    width: 8.5,
    cell: host => (
      <CapacityBar
        compact
        label="CPU use"
        used={host.cpuUsed}
        capacity={1}
        format={share => `${Math.round(share * 100)} %`}
      />
    ),
  },
  {
    id: 'memoryUsed',
    label: 'Memory use',
    width: 8.5,
    cell: host => (
      <CapacityBar
        compact
        label="Memory use"
        used={host.memoryUsedBytes}
        capacity={host.memoryBytes}
        format={formatBytes}
      />
    ),
  },
  {
    id: 'memoryBytes',
    width: 5.5,
    align: 'end',
    cell: host =>
      host.memoryBytes === null ? '–' : formatBytes(host.memoryBytes),
  },
  {
    id: 'cpuThreads',
    width: 6,
    align: 'end',
    cell: host => host.cpuThreads ?? '–',
  },
  { id: 'version', width: 5.5, cell: host => host.version ?? '–' },
  {
    id: 'address',
    width: 11,
    optional: true,
    cell: host => (host.address ? <Copyable value={host.address} mono /> : '–'),
  },
  {
    id: 'cpuModel',
    width: 16,
    optional: true,
    cell: host => host.cpuModel ?? '–',
  },
  {
    id: 'vendor',
    width: 8,
    optional: true,
    cell: host => host.vendor ?? '–',
  },
  { id: 'model', width: 11, optional: true, cell: host => host.model ?? '–' },
  {
    id: 'serial',
    width: 9,
    optional: true,
    cell: host => (host.serial ? <Copyable value={host.serial} mono /> : '–'),
  },
  {
    id: 'maintenance',
    width: 7,
    optional: true,
    cell: host => maintenanceWords(host) ?? '–',
  },
  {
    id: 'certificateExpiresAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: host => <RelativeTime at={host.certificateExpiresAt} />,
  },
  {
    id: 'subscription',
    width: 10,
    optional: true,
    cell: host => host.subscription ?? '–',
  },
  {
    id: 'subscriptionExpiresAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: host => <RelativeTime at={host.subscriptionExpiresAt} />,
  },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: host => <RelativeTime at={host.lastSeenAt} />,
  },
];
