import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import {
  infrastructureReadPermission,
  syncRunActions,
  type SyncCounts,
  type SyncRun,
} from '@flyloft/plugin-inventory-common';
import {
  ConfirmButton,
  Copyable,
  ErrorPanel,
  ExactTime,
  FactList,
  FactTable,
  formatCount,
  formatDuration,
  Notice,
  PageFrame,
  Section,
  StatusBadge,
  useNow,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { differencePath, listWhere, paths, where } from '../paths';
import { usePlatformFreshness } from '../platforms/usePlatformFreshness';
import { HeldRun } from '../sync/HeldRun';
import { RunProgress } from '../sync/RunProgress';
import {
  phaseWords,
  runMilliseconds,
  runStates,
  startedBy,
} from '../sync/syncRunWords';
import { useSyncRights } from '../sync/useSyncRights';
import { isUnderWay, useSyncRun } from '../sync/useSyncRun';
import styles from './SyncRunPage.module.css';

const breadcrumbs = [{ label: 'Sync', href: paths.sync }];

/** One sync run with its figures, its gaps and what it waits for. */
export function SyncRunPage() {
  const { id = '' } = useParams();
  const answer = useSyncRun(id);
  const run = answer.data;
  const platform = usePlatformFreshness(run?.platformId)?.platforms[0];
  if (!run) {
    return (
      <PageFrame title="Sync run" breadcrumbs={breadcrumbs}>
        {answer.error !== undefined ? (
          <ErrorPanel
            error={answer.error}
            what="sync runs"
            permission={infrastructureReadPermission.name}
            onRetry={answer.reload}
          />
        ) : (
          <Waiting lines={6} />
        )}
      </PageFrame>
    );
  }
  const { tone, word } = runStates[run.state];
  return (
    <PageFrame
      title={`Sync of ${platform?.title ?? run.platformId}`}
      beside={<StatusBadge tone={tone}>{word}</StatusBadge>}
      breadcrumbs={breadcrumbs}
      actions={<CancelButton run={run} onDone={answer.reload} />}
    >
      {isUnderWay(run) && <RunProgress run={run} />}
      {run.state === 'held' && <HeldRun run={run} onChange={answer.reload} />}
      {run.problem && (
        <Notice tone="problem">
          {run.problem.message} Nothing was changed: the last good picture
          stays. Reference: <Copyable value={run.problem.errorId} mono />
        </Notice>
      )}
      <RunFacts run={run} />
      <RunCounts run={run} />
      <RunGaps run={run} />
      <RunPhases run={run} />
    </PageFrame>
  );
}

function CancelButton(props: { run: SyncRun; onDone: () => void }) {
  const inventory = useApi(inventoryApiRef);
  const { runRefusal } = useSyncRights();
  const cancellable = (
    syncRunActions.cancel.from as readonly string[]
  ).includes(props.run.state);
  if (!cancellable || props.run.state === 'held') return null;
  return (
    <ConfirmButton
      label="Cancel sync"
      title="Cancel this sync"
      refusal={runRefusal}
      onConfirm={async () => {
        await inventory.cancelSyncRun(props.run.id);
        props.onDone();
      }}
    >
      <p>
        What it has read so far is thrown away. The picture stays as it was.
      </p>
    </ConfirmButton>
  );
}

function RunFacts({ run }: { run: SyncRun }) {
  const took = runMilliseconds(run, useNow());
  return (
    <Section title="Run">
      <FactList
        facts={[
          { label: 'Started by', value: startedBy(run) },
          { label: 'Requested', value: <ExactTime at={run.requestedAt} /> },
          { label: 'Started', value: <ExactTime at={run.startedAt} /> },
          { label: 'Finished', value: <ExactTime at={run.finishedAt} /> },
          {
            label: 'Took',
            value: took === undefined ? null : formatDuration(took),
          },
          { label: 'Confirmed by', value: run.confirmedBy },
          {
            label: 'Changes',
            value: (
              <Link href={listWhere('changes', [where('runId', 'eq', run.id)])}>
                what it changed
              </Link>
            ),
          },
          {
            label: 'Difference',
            value: run.state === 'succeeded' && (
              <Link href={differencePath(run.id)}>
                to the sync before, or another one
              </Link>
            ),
          },
          { label: 'Run', value: <Copyable value={run.id} mono /> },
        ]}
      />
    </Section>
  );
}

const countColumns: readonly (keyof SyncCounts)[] = [
  'seen',
  'created',
  'changed',
  'deleted',
  'returned',
  'unreachable',
];

function sentence(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function RunCounts({ run }: { run: SyncRun }) {
  const kinds = Object.entries(run.counts);
  if (kinds.length === 0) return null;
  return (
    <Section title="Figures">
      <FactTable label="Figures">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            {countColumns.map(name => (
              <th key={name} scope="col" data-align="end">
                {sentence(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds.map(([kind, counts]) => (
            <tr key={kind}>
              <td>{sentence(kind)}s</td>
              {countColumns.map(name => (
                <td key={name} data-align="end">
                  {formatCount(counts[name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </FactTable>
    </Section>
  );
}

function RunGaps({ run }: { run: SyncRun }) {
  if (run.gaps.length === 0) return null;
  return (
    <Section title={`What could not be seen (${run.gaps.length})`}>
      <FactList
        columns="single"
        facts={run.gaps.map(gap => ({ label: gap.scope, value: gap.reason }))}
      />
    </Section>
  );
}

function RunPhases({ run }: { run: SyncRun }) {
  if (run.phases.length === 0) return null;
  const longest = Math.max(
    1,
    ...run.phases.map(phase => phase.durationMilliseconds),
  );
  return (
    <Section title="Time by phase">
      <div className={styles.phases}>
        {run.phases.map(phase => (
          <PhaseRow key={phase.name} phase={phase} longest={longest} />
        ))}
      </div>
    </Section>
  );
}

function PhaseRow(props: {
  phase: SyncRun['phases'][number];
  longest: number;
}) {
  const { name, durationMilliseconds } = props.phase;
  return (
    <>
      <span>{phaseWords(name)}</span>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles.bar}
          style={{ width: `${(durationMilliseconds / props.longest) * 100}%` }}
        />
      </span>
      <span className={styles.duration}>
        {formatDuration(durationMilliseconds)}
      </span>
    </>
  );
}
