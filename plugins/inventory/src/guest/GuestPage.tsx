import type { ReactNode } from 'react';
import { useParams, useSearchParams } from 'react-router-dom';
import { Button, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import {
  guestReadPermission,
  joinFreshness,
  type GuestDetail,
} from '@flyloft/plugin-inventory-common';
import {
  AsOfPicker,
  ErrorPanel,
  explainProblem,
  FactList,
  isFuture,
  Notice,
  NotYet,
  PageFrame,
  Section,
  Waiting,
} from '@flyloft/ui-kit';
import { GuestStatusBadge } from '../guests/GuestStatusBadge';
import { OwnerLink } from '../guests/OwnerLink';
import { GuestManualSections } from '../manual/GuestManualSections';
import { RemovalButton } from '../manual/RemovalButton';
import { detailPath, paths } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';
import { PlatformLink } from '../thing/PlatformLink';
import { CatalogLink } from './CatalogLink';
import { DiskTable } from './DiskTable';
import { GuestBanners } from './GuestBanners';
import { GuestHistory } from './GuestHistory';
import { GuestRaw } from './GuestRaw';
import { GuestSightings } from './GuestSightings';
import { machineRows, placeRows } from './guestFactRows';
import { NicTable } from './NicTable';
import { useGuest } from './useGuest';
import styles from './guest.module.css';

const breadcrumbs = [{ label: 'Guests', href: paths.guests }];

/** One guest with all that is known of it, now or at a past moment. */
export function GuestPage() {
  const { id = '' } = useParams();
  const [parameters, setParameters] = useSearchParams();
  const at = parameters.get('at') ?? undefined;
  const tab = parameters.get('tab') === 'raw' ? 'raw' : 'overview';
  const answer = useGuest(id, at);
  const guest = answer.data?.id === id ? answer.data : undefined;

  const set = (name: 'at' | 'tab', value: string | undefined) =>
    setParameters(
      before => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      // The slider passes many moments: Back must not walk through each.
      { replace: name === 'at' },
    );

  if (answer.error !== undefined && !guest) {
    const invalid = explainProblem(answer.error).kind === 'invalid';
    if (invalid && at && isFuture(at)) {
      return (
        <PageFrame title="Guest" breadcrumbs={breadcrumbs}>
          <NotYet at={at} onReturn={() => set('at', undefined)} />
        </PageFrame>
      );
    }
    return (
      <PageFrame title="Guest" breadcrumbs={breadcrumbs}>
        <ErrorPanel
          error={answer.error}
          what="this guest"
          permission={guestReadPermission.name}
          onRetry={answer.reload}
        >
          {at && (
            <Button
              size="small"
              variant="secondary"
              onPress={() => set('at', undefined)}
            >
              Back to now
            </Button>
          )}
        </ErrorPanel>
      </PageFrame>
    );
  }
  if (!guest) {
    return (
      <PageFrame title="Guest" breadcrumbs={breadcrumbs}>
        <Waiting lines={12} />
      </PageFrame>
    );
  }
  return (
    <PageFrame
      title={guest.name}
      beside={<GuestBeside guest={guest} />}
      breadcrumbs={breadcrumbs}
      freshness={at ? undefined : joinFreshness([guest.freshness])}
      actions={
        <>
          <AsOfPicker at={at} onChange={moment => set('at', moment)} />
          {!at && <RemovalButton guest={guest} onDone={answer.reload} />}
          <PlatformLink
            url={guest.platformUrl}
            platform={guest.freshness.title}
          />
        </>
      }
    >
      <GuestBanners guest={guest} onReturn={() => set('at', undefined)} />
      {answer.error !== undefined && (
        <Notice tone="problem">
          The guest could not be loaded again; what is shown is the last answer.
        </Notice>
      )}
      <Tabs
        selectedKey={tab}
        onSelectionChange={key => set('tab', key === 'raw' ? 'raw' : undefined)}
      >
        <TabList>
          <Tab id="overview">Overview</Tab>
          <Tab id="raw">Raw</Tab>
        </TabList>
        <TabPanel id="overview">
          <div className={styles.columns}>
            <div
              className={
                answer.outdated
                  ? `${styles.column} ${styles.dimmed}`
                  : styles.column
              }
            >
              <GuestFacts guest={guest}>
                {!at && guest.visibility !== 'deleted' && (
                  <GuestManualSections guest={guest} onEdited={answer.reload} />
                )}
              </GuestFacts>
              {!at && <GuestSightings id={id} />}
            </div>
            <GuestHistory
              id={id}
              at={at}
              onAt={moment => set('at', moment)}
              changedAt={at ? undefined : guest.changedAt}
            />
          </div>
        </TabPanel>
        <TabPanel id="raw">
          <GuestRaw id={id} />
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
}

function GuestBeside({ guest }: { guest: GuestDetail }) {
  return (
    <>
      <GuestStatusBadge guest={guest} />
      <span>
        {guest.freshness.title}
        {guest.host && (
          <>
            {' · '}
            <InfrastructureLink href={detailPath('hosts', guest.host.id)}>
              {guest.host.name}
            </InfrastructureLink>
          </>
        )}
      </span>
      <span>
        Owner <OwnerLink ownerRef={guest.ownerRef} />
      </span>
      <CatalogLink kind="guest" id={guest.id} />
    </>
  );
}

/** A guest's facts, interfaces and disks; also the tab in the catalog. */
export function GuestFacts(props: {
  guest: GuestDetail;
  /** What stands after the facts. */
  children?: ReactNode;
}) {
  const { guest } = props;
  return (
    <>
      <Section title="Facts">
        <FactList facts={[...placeRows(guest), ...machineRows(guest)]} />
        {guest.description && (
          <p className={styles.quiet}>{guest.description}</p>
        )}
      </Section>
      {props.children}
      <NicTable guest={guest} />
      <DiskTable guest={guest} />
    </>
  );
}
