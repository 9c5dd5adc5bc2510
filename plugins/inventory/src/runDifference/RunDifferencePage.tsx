import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Link, Select } from '@backstage/ui';
import {
  infrastructureReadPermission,
  type DifferenceOutcome,
  type RunDifference,
  type SyncRun,
} from '@flyloft/plugin-inventory-common';
import {
  EmptyState,
  ErrorPanel,
  exactTime,
  ExactTime,
  FactList,
  PageFrame,
  Section,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { detailPath, listWhere, paths, where } from '../paths';
import { DifferenceCounts } from './DifferenceCounts';
import { DifferentThings } from './DifferentThings';
import styles from './RunDifferencePage.module.css';

const breadcrumbs = [{ label: 'Sync', href: paths.sync }];
const mostRuns = 100;

/** How the picture after one sync differs from that after another, in words. */
export function RunDifferencePage() {
  const inventory = useApi(inventoryApiRef);
  const [parameters, setParameters] = useSearchParams();
  const to = parameters.get('to') ?? '';
  const from = parameters.get('from') ?? undefined;
  const outcome = (parameters.get('outcome') ?? undefined) as
    DifferenceOutcome | undefined;
  const cursor = parameters.get('cursor') ?? undefined;
  const runs = useAnswer('runs-to-compare', signal =>
    inventory.listSyncRuns(
      { filter: ['state:eq:succeeded'], limit: mostRuns },
      { signal },
    ),
  );
  const set = (name: string, value: string | undefined) =>
    setParameters(before => {
      const next = new URLSearchParams(before);
      if (value) next.set(name, value);
      else next.delete(name);
      // What was turned to belongs to the former choice.
      if (name !== 'cursor') next.delete('cursor');
      return next;
    });
  return (
    <PageFrame
      title="Difference between syncs"
      breadcrumbs={breadcrumbs}
      freshness={runs.data?.freshness}
    >
      {runs.error !== undefined ? (
        <ErrorPanel
          error={runs.error}
          what="sync runs"
          permission={infrastructureReadPermission.name}
          onRetry={runs.reload}
        />
      ) : (
        <div className={styles.choice}>
          <RunSelect
            label="From"
            runs={runs.data?.items ?? []}
            value={from}
            onChange={id => set('from', id)}
          />
          <RunSelect
            label="To"
            runs={runs.data?.items ?? []}
            value={to || undefined}
            onChange={id => set('to', id)}
          />
        </div>
      )}
      {to === '' ? (
        <EmptyState title="Choose two syncs">
          What appeared, vanished and changed between them is said here; what
          changed back is left out. Syncs of two platforms are compared over all
          platforms.
        </EmptyState>
      ) : (
        <Difference
          to={to}
          query={{ from, outcome, cursor }}
          onOutcome={value => set('outcome', value)}
          onCursor={value => set('cursor', value)}
        />
      )}
    </PageFrame>
  );
}

function RunSelect(props: {
  label: string;
  runs: SyncRun[];
  value: string | undefined;
  onChange: (id: string) => void;
}) {
  return (
    <Select
      label={props.label}
      size="small"
      placeholder="Choose a sync"
      options={optionsOf(props.runs, props.value)}
      value={props.value ?? null}
      onChange={key => key !== null && props.onChange(String(key))}
    />
  );
}

// A link may name an older run than those that are offered.
function optionsOf(runs: SyncRun[], value: string | undefined) {
  const options = runs.map(run => ({
    value: run.id,
    label: `${run.platformId}, ${run.finishedAt ? exactTime(new Date(run.finishedAt)) : run.id}`,
  }));
  return value === undefined || options.some(one => one.value === value)
    ? options
    : [...options, { value, label: `Sync ${value}` }];
}

function Difference(props: {
  to: string;
  query: { from?: string; outcome?: DifferenceOutcome; cursor?: string };
  onOutcome: (outcome: DifferenceOutcome | undefined) => void;
  onCursor: (cursor: string | undefined) => void;
}) {
  const { to, query } = props;
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    `difference:${to}:${JSON.stringify(query)}`,
    signal => inventory.getRunDifference(to, query, { signal }),
  );
  if (answer.error !== undefined) {
    return (
      <ErrorPanel
        error={answer.error}
        what="sync runs"
        permission={infrastructureReadPermission.name}
        onRetry={answer.reload}
      />
    );
  }
  if (!answer.data) return <Waiting lines={8} />;
  const difference = answer.data;
  return (
    <>
      <Compared difference={difference} />
      {difference.counts.length === 0 ? (
        <EmptyState title="No difference">
          After both syncs everything was the same.
        </EmptyState>
      ) : (
        <>
          <DifferenceCounts difference={difference} />
          <DifferentThings
            difference={difference}
            outcome={query.outcome}
            onOutcome={props.onOutcome}
          />
          <span className={styles.choice}>
            {query.cursor && (
              <Button
                size="small"
                variant="secondary"
                onPress={() => props.onCursor(undefined)}
              >
                First ones
              </Button>
            )}
            {difference.nextCursor && (
              <Button
                size="small"
                variant="secondary"
                onPress={() => props.onCursor(difference.nextCursor!)}
              >
                Next ones
              </Button>
            )}
          </span>
        </>
      )}
    </>
  );
}

function Compared({ difference }: { difference: RunDifference }) {
  const { from, to, platformId } = difference;
  const run = (one: SyncRun) => (
    <>
      <Link href={detailPath('sync', one.id)}>{one.platformId}</Link>{' '}
      <ExactTime at={one.finishedAt} />
    </>
  );
  return (
    <Section title="Compared">
      <FactList
        facts={[
          { label: 'From', value: run(from) },
          { label: 'To', value: run(to) },
          { label: 'Of', value: platformId ?? 'all platforms' },
          {
            label: 'Step by step',
            value: (
              <Link
                href={listWhere('changes', [
                  ...(platformId
                    ? [where('platformId', 'eq', platformId)]
                    : []),
                  where('at', 'gte', from.finishedAt ?? from.requestedAt),
                  where('at', 'lte', to.finishedAt ?? to.requestedAt),
                ])}
              >
                every change between them
              </Link>
            ),
          },
        ]}
      />
    </Section>
  );
}
