import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import type { Network } from '@flyloft/plugin-inventory-common';
import { ExactTime, FactList, Section, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { DetailFrame } from '../thing/DetailFrame';
import { seenStatus } from '../thing/thingStatus';
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
      kind="network"
      breadcrumbs={[{ label: 'Networks', href: paths.networks }]}
      status={network => seenStatus(network.visibility)}
      about={network => network.kind}
      guests={guestsOnNetwork}
    >
      {network => <NetworkFacts network={network} />}
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
