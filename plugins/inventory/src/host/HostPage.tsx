import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import type { Host } from '@flyloft/plugin-inventory-common';
import {
  CapacityBar,
  countOf,
  Copyable,
  ExactTime,
  FactList,
  formatBytes,
  formatCount,
  Section,
  useAnswer,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import styles from '../thing/capacity.module.css';
import { DetailFrame } from '../thing/DetailFrame';
import { maintenanceWords } from '../hosts/hostColumns';
import { hostStatus } from '../thing/thingStatus';
import { detailPath, listWhere, paths, where } from '../paths';

/** One host: how full it is, what it is, and the guests on it. */
export function HostPage() {
  const { id = '' } = useParams();
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    `host:${id}`,
    signal => inventory.getHost(id, { signal }),
    {
      refreshSeconds: 30,
    },
  );
  return (
    <DetailFrame
      answer={answer}
      kind="host"
      breadcrumbs={[{ label: 'Hosts', href: paths.hosts }]}
      status={hostStatus}
      guests={host => [where('host', 'eq', host.id)]}
    >
      {host => <HostFacts host={host} />}
    </DetailFrame>
  );
}

const count = (value: number) => formatCount(Math.round(value));

/** The load as so many of its threads, which is what is given to guests. */
const threadsUsed = ({ cpuUsed, cpuThreads }: Host) =>
  cpuUsed === null || cpuThreads === null ? null : cpuUsed * cpuThreads;

/** A host's capacity and facts; also the tab in the catalog. */
export function HostFacts({ host }: { host: Host }) {
  return (
    <>
      <Section title="Capacity">
        <div className={styles.bars}>
          <CapacityBar
            label="CPU threads in use"
            used={threadsUsed(host)}
            capacity={host.cpuThreads}
            format={count}
          />
          <CapacityBar
            label="Memory in use"
            used={host.memoryUsedBytes}
            capacity={host.memoryBytes}
            format={formatBytes}
          />
          <CapacityBar
            label="Disk in use"
            used={host.diskUsedBytes}
            capacity={host.diskBytes}
            format={formatBytes}
          />
          <CapacityBar
            label="vCPUs given"
            kind="given"
            used={host.allocatedVcpus}
            capacity={host.cpuThreads}
            format={count}
          />
          <CapacityBar
            label="Memory given"
            kind="given"
            used={host.allocatedMemoryBytes}
            capacity={host.memoryBytes}
            format={formatBytes}
          />
        </div>
      </Section>
      <Section title="Facts">
        <FactList
          facts={[
            {
              label: 'Cluster',
              value: host.cluster && (
                <Link href={detailPath('clusters', host.cluster.id)}>
                  {host.cluster.name}
                </Link>
              ),
            },
            {
              label: 'Address',
              value: host.address && <Copyable value={host.address} mono />,
            },
            { label: 'Version', value: host.version },
            { label: 'Kernel', value: host.kernel },
            { label: 'CPU', value: host.cpuModel },
            { label: 'Sockets, cores', value: cpuWords(host) },
            {
              label: 'Hardware',
              value:
                [host.vendor, host.model].filter(Boolean).join(' ') || null,
            },
            {
              label: 'Serial number',
              value: host.serial && <Copyable value={host.serial} mono />,
            },
            { label: 'In maintenance', value: maintenanceWords(host) },
            {
              label: 'Certificate ends',
              value: <ExactTime at={host.certificateExpiresAt} />,
            },
            { label: 'Subscription', value: host.subscription },
            {
              label: 'Subscription ends',
              value: <ExactTime at={host.subscriptionExpiresAt} />,
            },
            { label: 'Started', value: <ExactTime at={host.startedAt} /> },
            { label: 'First seen', value: <ExactTime at={host.firstSeenAt} /> },
            {
              label: 'Running guests',
              value: (
                <Link
                  href={listWhere('guests', [
                    where('host', 'eq', host.id),
                    where('powerState', 'eq', 'running'),
                  ])}
                >
                  {formatCount(host.runningGuestCount)} of{' '}
                  {formatCount(host.guestCount)}
                </Link>
              ),
            },
            {
              label: 'Changes',
              value: (
                <Link
                  href={listWhere('changes', [
                    where('objectId', 'eq', host.id),
                  ])}
                >
                  its changes
                </Link>
              ),
            },
          ]}
        />
      </Section>
    </>
  );
}

function cpuWords(host: Host): string | null {
  const parts = [
    host.cpuSockets && countOf(host.cpuSockets, 'socket'),
    host.cpuCores && countOf(host.cpuCores, 'core'),
    host.cpuThreads && countOf(host.cpuThreads, 'thread'),
  ].filter(Boolean);
  return parts.join(', ') || null;
}
