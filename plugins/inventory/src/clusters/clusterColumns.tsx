import { Link } from '@backstage/ui';
import type { Cluster } from '@flyloft/plugin-inventory-common';
import {
  CapacityBar,
  formatBytes,
  formatCount,
  RelativeTime,
  type ListColumn,
} from '@flyloft/ui-kit';
import type { ThingStatus } from '../thing/thingStatus';
import { seenStatus } from '../thing/thingStatus';
import { ThingStatusBadge } from '../thing/ThingStatusBadge';
import { detailPath, listWhere, where } from '../paths';

/** How a cluster is: without a majority it can't act, so that comes first. */
export function clusterStatus(cluster: Cluster): ThingStatus {
  if (cluster.visibility !== 'visible') return seenStatus(cluster.visibility);
  if (cluster.quorate === false) return { tone: 'problem', word: 'no quorum' };
  if (cluster.onlineHostCount < cluster.hostCount) {
    return { tone: 'problem', word: 'hosts offline' };
  }
  return { tone: 'running', word: cluster.quorate ? 'quorate' : 'present' };
}

/** The columns of the list of clusters. */
export const clusterColumns: readonly ListColumn<Cluster>[] = [
  {
    id: 'name',
    narrow: 'title',
    cell: cluster => (
      <Link href={detailPath('clusters', cluster.id)} standalone>
        {cluster.name}
      </Link>
    ),
  },
  {
    id: 'status',
    label: 'Status',
    width: 9,
    narrow: 'status',
    cell: cluster => <ThingStatusBadge status={clusterStatus(cluster)} />,
  },
  {
    id: 'platformId',
    width: 8,
    narrow: 'detail',
    cell: cluster => cluster.platformId,
  },
  {
    id: 'hosts',
    label: 'Hosts online',
    width: 8,
    align: 'end',
    narrow: 'detail',
    cell: cluster => (
      <Link
        href={listWhere('hosts', [where('cluster', 'eq', cluster.id)])}
        standalone
      >
        {cluster.onlineHostCount} of {cluster.hostCount} hosts
      </Link>
    ),
  },
  {
    id: 'guests',
    label: 'Guests running',
    width: 8.5,
    align: 'end',
    cell: cluster => (
      <Link
        href={listWhere('guests', [where('cluster', 'eq', cluster.id)])}
        standalone
      >
        {formatCount(cluster.runningGuestCount)} of{' '}
        {formatCount(cluster.guestCount)}
      </Link>
    ),
  },
  {
    id: 'vcpus',
    label: 'vCPUs given',
    width: 9,
    cell: cluster => (
      <CapacityBar
        compact
        label="vCPUs given"
        kind="given"
        used={cluster.allocatedVcpus}
        capacity={cluster.cpuThreads}
      />
    ),
  },
  {
    id: 'memory',
    label: 'Memory given',
    width: 9,
    cell: cluster => (
      <CapacityBar
        compact
        label="Memory given"
        kind="given"
        used={cluster.allocatedMemoryBytes}
        capacity={cluster.memoryBytes}
        format={formatBytes}
      />
    ),
  },
  { id: 'version', width: 5.5, cell: cluster => cluster.version ?? '–' },
  {
    id: 'lastSeenAt',
    width: 7,
    align: 'end',
    optional: true,
    cell: cluster => <RelativeTime at={cluster.lastSeenAt} />,
  },
];
