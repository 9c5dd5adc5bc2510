import { Link } from '@backstage/ui';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import {
  formatCount,
  formatDuration,
  RelativeTime,
  StatusBadge,
  type ListColumn,
} from '@flyloft/ui-kit';
import { detailPath } from '../paths';
import {
  countWords,
  progressWords,
  runMilliseconds,
  runStates,
  startedBy,
} from './syncRunWords';
import { isUnderWay } from './useSyncRun';

/** The columns of the list of sync runs. */
export const syncRunColumns: readonly ListColumn<SyncRun>[] = [
  {
    id: 'requestedAt',
    width: 8,
    narrow: 'title',
    cell: run => (
      <Link href={detailPath('sync', run.id)} standalone>
        <RelativeTime at={run.requestedAt} />
      </Link>
    ),
  },
  { id: 'platformId', width: 9, narrow: 'detail', cell: run => run.platformId },
  {
    id: 'state',
    width: 8,
    narrow: 'status',
    cell: run => (
      <StatusBadge tone={runStates[run.state].tone}>
        {runStates[run.state].word}
      </StatusBadge>
    ),
  },
  { id: 'trigger', width: 13, cell: startedBy },
  {
    id: 'duration',
    label: 'Took',
    width: 6,
    align: 'end',
    cell: run => {
      const milliseconds = runMilliseconds(run, new Date());
      return milliseconds === undefined ? '–' : formatDuration(milliseconds);
    },
  },
  {
    id: 'seen',
    label: 'Guests seen',
    width: 6.5,
    align: 'end',
    cell: run => (run.counts.guest ? formatCount(run.counts.guest.seen) : '–'),
  },
  {
    id: 'outcome',
    label: 'Outcome',
    narrow: 'detail',
    cell: run => <span title={outcomeWords(run)}>{outcomeWords(run)}</span>,
  },
];

function outcomeWords(run: SyncRun): string {
  if (isUnderWay(run)) return progressWords(run);
  if (run.problem) return run.problem.message;
  if (run.hold) return run.hold.message;
  const gaps = run.gaps.length;
  const gapWords = gaps > 0 ? `, ${gaps} ${gaps === 1 ? 'gap' : 'gaps'}` : '';
  return `${countWords(run.counts.guest)}${gapWords}`;
}
