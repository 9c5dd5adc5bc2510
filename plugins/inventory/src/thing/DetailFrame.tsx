import type { ReactNode } from 'react';
import type { Filter } from '@flyloft/kit-common';
import {
  infrastructureReadPermission,
  type Host,
} from '@flyloft/plugin-inventory-common';
import {
  ErrorPanel,
  formatCount,
  Notice,
  PageFrame,
  RelativeTime,
  Waiting,
  type Answer,
  type Crumb,
} from '@flyloft/ui-kit';
import type { ShownKind } from '../entity/shownKind';
import { CatalogLink } from '../guest/CatalogLink';
import { GuestsOf } from '../guests/GuestsOf';
import { usePlatformFreshness } from '../platforms/usePlatformFreshness';
import { PlatformLink } from './PlatformLink';
import { SeenNotice } from './SeenNotice';
import type { ThingStatus } from './thingStatus';
import { ThingStatusBadge } from './ThingStatusBadge';
import styles from './DetailFrame.module.css';

/** What hosts, clusters and networks have in common. */
type Thing = Pick<
  Host,
  | 'id'
  | 'name'
  | 'platformId'
  | 'visibility'
  | 'deletedAt'
  | 'lastSeenAt'
  | 'guestCount'
> & { platformUrl?: string | null };

/** The page of one host, cluster or network: waits, fails, refuses alike. */
export function DetailFrame<T extends Thing>(props: {
  answer: Answer<T>;
  kind: Exclude<ShownKind, 'guest'>;
  breadcrumbs: Crumb[];
  status: (thing: T) => ThingStatus;
  /** Said before its platform: the kind of network. */
  about?: (thing: T) => string;
  /** What its guests are found by. */
  guests: (thing: T) => Filter[];
  /** Its facts. */
  children: (thing: T) => ReactNode;
}) {
  const { answer, kind, breadcrumbs } = props;
  const thing = answer.outdated ? undefined : answer.data;
  const freshness = usePlatformFreshness(thing?.platformId);
  if (!thing) {
    return (
      <PageFrame title={titles[kind]} breadcrumbs={breadcrumbs}>
        {answer.error !== undefined ? (
          <ErrorPanel
            error={answer.error}
            what={`this ${kind}`}
            permission={infrastructureReadPermission.name}
            onRetry={answer.reload}
          />
        ) : (
          <Waiting lines={12} />
        )}
      </PageFrame>
    );
  }
  const platform = freshness?.platforms[0]?.title ?? thing.platformId;
  return (
    <PageFrame
      title={thing.name}
      beside={
        <>
          <ThingStatusBadge status={props.status(thing)} />
          <span>
            {[props.about?.(thing), platform].filter(Boolean).join(' · ')}
          </span>
          <span>
            last seen <RelativeTime at={thing.lastSeenAt} />
          </span>
          <CatalogLink kind={kind} id={thing.id} />
        </>
      }
      breadcrumbs={breadcrumbs}
      freshness={freshness}
      actions={<PlatformLink url={thing.platformUrl} platform={platform} />}
    >
      {answer.error !== undefined && (
        <Notice tone="problem">
          It could not be loaded again; what is shown is the last answer.
        </Notice>
      )}
      <SeenNotice thing={thing} />
      {props.children(thing)}
      <section className={styles.list} aria-label="Guests">
        <h2 className={styles.title}>
          Guests ({formatCount(thing.guestCount)})
        </h2>
        <GuestsOf filters={props.guests(thing)} place={`this ${kind}`} />
      </section>
    </PageFrame>
  );
}

const titles = { host: 'Host', cluster: 'Cluster', network: 'Network' };
