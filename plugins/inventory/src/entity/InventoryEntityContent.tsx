import type { ReactNode } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { ButtonLink } from '@backstage/ui';
import {
  guestReadPermission,
  infrastructureReadPermission,
  joinFreshness,
  type Freshness,
} from '@flyloft/plugin-inventory-common';
import {
  ErrorPanel,
  FreshnessChip,
  StaleNotice,
  useAnswer,
  type Answer,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef, type InventoryApi } from '../api/inventoryApi';
import { ClusterFacts } from '../cluster/ClusterPage';
import { clusterStatus } from '../clusters/clusterColumns';
import { GuestFacts } from '../guest/GuestPage';
import { GuestStatusBadge } from '../guests/GuestStatusBadge';
import { HostFacts } from '../host/HostPage';
import { hostStatus, seenStatus } from '../thing/thingStatus';
import { ThingStatusBadge } from '../thing/ThingStatusBadge';
import { NetworkFacts } from '../network/NetworkPage';
import { detailPath } from '../paths';
import { usePlatformFreshness } from '../platforms/usePlatformFreshness';
import { shownKindOf, type ShownKind } from './shownKind';
import styles from './InventoryEntityContent.module.css';

const contents: Record<ShownKind, (props: { id: string }) => ReactNode> = {
  guest: GuestContent,
  host: HostContent,
  cluster: ClusterContent,
  network: NetworkContent,
};

/** What the inventory knows now of the thing an entity stands for. */
export function InventoryEntityContent() {
  const { entity } = useEntity();
  const shown = shownKindOf(entity);
  if (!shown) return null;
  const Content = contents[shown.kind];
  return <Content id={shown.id} />;
}

/** One thing, asked for again as long as the tab is looked at. */
function useThing<T>(
  key: string,
  ask: (inventory: InventoryApi, signal: AbortSignal) => Promise<T>,
) {
  const inventory = useApi(inventoryApiRef);
  return useAnswer(key, signal => ask(inventory, signal), {
    refreshSeconds: 30,
  });
}

function GuestContent({ id }: { id: string }) {
  const answer = useThing(`guest:${id}`, (inventory, signal) =>
    inventory.getGuest(id, {}, { signal }),
  );
  const guest = answer.data;
  return (
    <Live
      answer={answer}
      what="this guest"
      permission={guestReadPermission.name}
      href={detailPath('guests', id)}
      freshness={guest && joinFreshness([guest.freshness])}
      status={guest && <GuestStatusBadge guest={guest} />}
    >
      {guest && <GuestFacts guest={guest} />}
    </Live>
  );
}

function HostContent({ id }: { id: string }) {
  const answer = useThing(`host:${id}`, (inventory, signal) =>
    inventory.getHost(id, { signal }),
  );
  const host = answer.data;
  return (
    <Live
      answer={answer}
      what="this host"
      permission={infrastructureReadPermission.name}
      href={detailPath('hosts', id)}
      freshness={usePlatformFreshness(host?.platformId)}
      status={host && <ThingStatusBadge status={hostStatus(host)} />}
    >
      {host && <HostFacts host={host} />}
    </Live>
  );
}

function ClusterContent({ id }: { id: string }) {
  const answer = useThing(`cluster:${id}`, (inventory, signal) =>
    inventory.getCluster(id, { signal }),
  );
  const cluster = answer.data;
  return (
    <Live
      answer={answer}
      what="this cluster"
      permission={infrastructureReadPermission.name}
      href={detailPath('clusters', id)}
      freshness={usePlatformFreshness(cluster?.platformId)}
      status={cluster && <ThingStatusBadge status={clusterStatus(cluster)} />}
    >
      {cluster && <ClusterFacts cluster={cluster} />}
    </Live>
  );
}

function NetworkContent({ id }: { id: string }) {
  const answer = useThing(`network:${id}`, (inventory, signal) =>
    inventory.getNetwork(id, { signal }),
  );
  const network = answer.data;
  return (
    <Live
      answer={answer}
      what="this network"
      permission={infrastructureReadPermission.name}
      href={detailPath('networks', id)}
      freshness={usePlatformFreshness(network?.platformId)}
      status={
        network && <ThingStatusBadge status={seenStatus(network.visibility)} />
      }
    >
      {network && <NetworkFacts network={network} />}
    </Live>
  );
}

function Live(props: {
  answer: Answer<unknown>;
  what: string;
  permission: string;
  href: string;
  freshness: Freshness | undefined;
  status: ReactNode;
  children: ReactNode;
}) {
  const { answer } = props;
  if (answer.error !== undefined && answer.data === undefined) {
    return (
      <ErrorPanel
        error={answer.error}
        what={props.what}
        permission={props.permission}
        meaning="The entity itself stays in the catalog."
        onRetry={answer.reload}
      />
    );
  }
  if (answer.data === undefined) return <Waiting lines={6} />;
  return (
    <div className={styles.root}>
      <div className={styles.head}>
        {props.status}
        {props.freshness && <FreshnessChip freshness={props.freshness} />}
        <ButtonLink href={props.href} size="small" variant="secondary">
          Open in the inventory
        </ButtonLink>
      </div>
      {props.freshness && <StaleNotice freshness={props.freshness} />}
      {props.children}
    </div>
  );
}
