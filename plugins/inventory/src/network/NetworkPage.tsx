import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import type { Network } from '@flyloft/plugin-inventory-common';
import {
  ExactTime,
  FactList,
  formatCount,
  RelativeTime,
  Section,
  useAnswer,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { CatalogLink } from '../guest/CatalogLink';
import { GuestsOf } from '../guests/GuestsOf';
import styles from '../hosts/Detail.module.css';
import { DetailFrame } from '../hosts/DetailFrame';
import { seenStatus } from '../hosts/hostStatus';
import { SeenNotice } from '../hosts/SeenNotice';
import { ThingStatusBadge } from '../hosts/ThingStatusBadge';
import { detailPath, listWhere, paths, where } from '../paths';

/** One network as its platform defines it, with the guests attached to it. */
export function NetworkPage() {
  const { id = '' } = useParams();
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    `network:${id}`,
    signal => inventory.getNetwork(id, { signal }),
    { refreshSeconds: 30 },
  );
  return (
    <DetailFrame
      answer={answer}
      kind="Network"
      breadcrumbs={[{ label: 'Networks', href: paths.networks }]}
      beside={(network, platform) => (
        <>
          <ThingStatusBadge status={seenStatus(network.visibility)} />
          <span>
            {network.kind} · {platform}
          </span>
          <span>
            last seen <RelativeTime at={network.lastSeenAt} />
          </span>
          <CatalogLink kind="network" id={network.id} />
        </>
      )}
    >
      {network => (
        <>
          <SeenNotice thing={network} />
          <NetworkFacts network={network} />
          <section className={styles.list} aria-label="Guests">
            <h2 className={styles.title}>
              Guests ({formatCount(network.guestCount)})
            </h2>
            <GuestsOf filters={guestsOnNetwork(network)} place="this network" />
          </section>
        </>
      )}
    </DetailFrame>
  );
}

// Guests name their networks, so a name is only unique within its cluster.
function guestsOnNetwork(network: Network) {
  return [
    where('networks', 'eq', network.name),
    network.cluster
      ? where('cluster', 'eq', network.cluster.id)
      : where('platformId', 'eq', network.platformId),
  ];
}

/** A network's facts; also the tab in the catalog. */
export function NetworkFacts({ network }: { network: Network }) {
  return (
    <Section title="Facts">
      <FactList
        facts={[
          {
            label: 'Cluster',
            value: network.cluster && (
              <Link href={detailPath('clusters', network.cluster.id)}>
                {network.cluster.name}
              </Link>
            ),
          },
          { label: 'VLAN', value: vlanWords(network) },
          { label: 'Prefixes', value: network.prefixes.join(', ') || null },
          { label: 'On hosts', value: network.hosts.join(', ') || null },
          { label: 'Description', value: network.description },
          {
            label: 'First seen',
            value: <ExactTime at={network.firstSeenAt} />,
          },
          {
            label: 'Addresses',
            value: (
              <Link
                href={listWhere('addresses', [
                  where('platformId', 'eq', network.platformId),
                  where('network', 'eq', network.name),
                ])}
              >
                addresses seen on it
              </Link>
            ),
          },
          {
            label: 'Changes',
            value: (
              <Link
                href={listWhere('changes', [
                  where('objectId', 'eq', network.id),
                ])}
              >
                its changes
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}

function vlanWords(network: Network): string | null {
  if (network.vlanTag !== null) return `${network.vlanTag}`;
  return network.vlanAware ? 'any: guests choose their tag' : null;
}
