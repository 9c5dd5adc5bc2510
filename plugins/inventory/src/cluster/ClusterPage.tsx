import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import type { Cluster } from '@flyloft/plugin-inventory-common';
import {
  CapacityBar,
  ExactTime,
  FactList,
  formatBytes,
  formatCount,
  Section,
  useAnswer,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { clusterStatus } from '../clusters/clusterColumns';
import styles from '../thing/capacity.module.css';
import { DetailFrame } from '../thing/DetailFrame';
import { listWhere, paths, where } from '../paths';

/** One cluster: whether it can act, how much is given away, its guests. */
export function ClusterPage() {
  const { id = '' } = useParams();
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    `cluster:${id}`,
    signal => inventory.getCluster(id, { signal }),
    { refreshSeconds: 30 },
  );
  return (
    <DetailFrame
      answer={answer}
      kind="cluster"
      breadcrumbs={[{ label: 'Clusters', href: paths.clusters }]}
      status={clusterStatus}
      guests={cluster => [where('cluster', 'eq', cluster.id)]}
    >
      {cluster => <ClusterFacts cluster={cluster} />}
    </DetailFrame>
  );
}

/** A cluster's capacity and facts; also the tab in the catalog. */
export function ClusterFacts({ cluster }: { cluster: Cluster }) {
  return (
    <>
      <Section title="Given to running guests">
        <div className={styles.bars}>
          <CapacityBar
            label="vCPUs"
            kind="given"
            used={cluster.allocatedVcpus}
            capacity={cluster.cpuThreads}
            format={formatCount}
          />
          <CapacityBar
            label="Memory"
            kind="given"
            used={cluster.allocatedMemoryBytes}
            capacity={cluster.memoryBytes}
            format={formatBytes}
          />
        </div>
      </Section>
      <Section title="Facts">
        <FactList
          facts={[
            {
              label: 'Hosts',
              value: (
                <Link
                  href={listWhere('hosts', [
                    where('cluster', 'eq', cluster.id),
                  ])}
                >
                  {cluster.onlineHostCount} of {cluster.hostCount} online
                </Link>
              ),
            },
            {
              label: 'Guests',
              value: (
                <Link
                  href={listWhere('guests', [
                    where('cluster', 'eq', cluster.id),
                    where('powerState', 'eq', 'running'),
                  ])}
                >
                  {formatCount(cluster.runningGuestCount)} of{' '}
                  {formatCount(cluster.guestCount)} running
                </Link>
              ),
            },
            { label: 'Quorum', value: quorumWords(cluster) },
            { label: 'Version', value: cluster.version },
            {
              label: 'First seen',
              value: <ExactTime at={cluster.firstSeenAt} />,
            },
            {
              label: 'Storages',
              value: (
                <Link
                  href={listWhere('storages', [
                    where('cluster', 'eq', cluster.id),
                  ])}
                >
                  its storages
                </Link>
              ),
            },
            {
              label: 'Networks',
              value: (
                <Link
                  href={listWhere('networks', [
                    where('cluster', 'eq', cluster.id),
                  ])}
                >
                  its networks
                </Link>
              ),
            },
            {
              label: 'Changes',
              value: (
                <Link
                  href={listWhere('changes', [
                    where('objectId', 'eq', cluster.id),
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

function quorumWords(cluster: Cluster): string | null {
  if (cluster.quorate === null) return null;
  return cluster.quorate
    ? 'a majority of its hosts agrees'
    : 'no majority: it can not act';
}
