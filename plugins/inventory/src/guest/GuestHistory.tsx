import { useId } from 'react';
import { Button } from '@backstage/ui';
import type { Change } from '@flyloft/plugin-inventory-common';
import {
  ErrorPanel,
  RelativeTime,
  Section,
  shortTime,
  Timeline,
  type TimelineEntry,
} from '@flyloft/ui-kit';
import { changeTitle, operationWords } from '../changes/changeWords';
import { FieldChanges } from '../changes/FieldChanges';
import { HistoryBegins } from '../changes/HistoryBegins';
import { detailPath } from '../paths';
import { OwnerName } from '../guests/OwnerName';
import { InfrastructureLink } from '../platforms/InfrastructureLink';
import { useGuestHistory } from './useGuestHistory';
import styles from './guest.module.css';

/** A guest's changes as a timeline, with a slider back through them. */
export function GuestHistory(props: {
  id: string;
  at: string | undefined;
  onAt: (at: string | undefined) => void;
  /** When the guest changed last; undefined while its past is shown. */
  changedAt: string | undefined;
}) {
  const history = useGuestHistory(props.id, props.changedAt);
  const { data } = history;
  return (
    <Section title={data ? `Changes (${data.total})` : 'Changes'}>
      {history.error !== undefined && !data && (
        <ErrorPanel
          error={history.error}
          what="its history"
          onRetry={history.reload}
        />
      )}
      {data && data.changes.length > 1 && (
        <HistorySlider changes={data.changes} at={props.at} onAt={props.onAt} />
      )}
      {data?.changes.length === 0 && (
        <span className={styles.quiet}>
          Nothing has changed since it was first seen.
        </span>
      )}
      {data && <Timeline label="Changes" entries={data.changes.map(toEntry)} />}
      {data && !data.more && <HistoryBegins />}
      {data?.more && (
        <Button size="small" variant="secondary" onPress={history.showOlder}>
          Show older changes
        </Button>
      )}
    </Section>
  );
}

function toEntry(change: Change): TimelineEntry {
  return {
    key: change.sequence,
    tone: operationWords[change.operation].tone,
    title: changeTitle(change),
    body: <FieldChanges change={change} />,
    foot: (
      <>
        <RelativeTime at={change.at} />
        <EditedBy change={change} />
        {change.runId && (
          <>
            {' · seen by '}
            <InfrastructureLink
              href={detailPath('sync', change.runId)}
              variant="body-small"
            >
              a sync of {change.platformId}
            </InfrastructureLink>
          </>
        )}
      </>
    ),
  };
}

// A sync is named by its run; people and what they said by name and reason.
function EditedBy({ change }: { change: Change }) {
  if (change.cause === 'sync') return null;
  return (
    <>
      {' · '}
      {change.by === null ? (
        'the end of an override'
      ) : (
        <>
          by <OwnerName ownerRef={change.by} />
        </>
      )}
      {change.reason && `: ${change.reason}`}
    </>
  );
}

/** Steps through the moments at which something changed, oldest at the left. */
function HistorySlider(props: {
  changes: Change[];
  at: string | undefined;
  onAt: (at: string | undefined) => void;
}) {
  const moments = [
    ...new Set(props.changes.map(change => change.at)),
  ].reverse();
  const sliderId = useId();
  const { at } = props;
  const now = moments.length;
  // The last moment at or before `at`: that state is what is shown.
  const position = at
    ? Math.max(0, moments.filter(moment => moment <= at).length - 1)
    : now;
  const words = at ? shortTime(new Date(at)) : 'now';
  return (
    <div className={styles.slider}>
      <span className={styles.sliderWords}>
        <label htmlFor={sliderId}>As of</label>
        <span>{words}</span>
      </span>
      <input
        id={sliderId}
        type="range"
        min={0}
        max={now}
        step={1}
        value={position}
        aria-valuetext={words}
        onChange={event => props.onAt(moments[Number(event.target.value)])}
      />
    </div>
  );
}
