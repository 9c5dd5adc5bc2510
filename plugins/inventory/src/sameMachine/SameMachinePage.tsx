import { useMemo } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  guestReadPermission,
  machinePairFacts,
  type MachinePair,
  type Sighting,
} from '@flyloft/plugin-inventory-common';
import {
  EmptyState,
  ListTable,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { detailPath } from '../paths';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { DecideMachine } from './DecideMachine';
import { evidenceLines, evidenceWords, verdictWords } from './evidenceWords';
import styles from './sameMachine.module.css';

const strongestFirst = { fact: 'strength', descending: true };

/** A worklist: guests of two platforms that may be one machine. */
export function SameMachinePage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList({
    facts: machinePairFacts,
    defaultSort: strongestFirst,
    ask: (query, signal) => inventory.listMachinePairs(query, { signal }),
  });
  const loadChoices = usePlatformChoices();
  const { reload } = list.answer;
  const columns = useMemo(() => columnsWith(reload), [reload]);
  return (
    <PageFrame
      fill
      title="Same machine?"
      freshness={list.answer.data?.freshness}
    >
      <ListTable
        what="pairs"
        list={list}
        columns={columns}
        searchPlaceholder="Name, address, MAC, UUID"
        quickFacts={['verdict', 'platformId']}
        loadChoices={loadChoices}
        permission={guestReadPermission.name}
        empty={
          <EmptyState title="No guest shows on two platforms">
            After each sync, guests of different platforms are compared by BIOS
            UUID, MAC, and address with name. Those that may be one machine
            appear here.
          </EmptyState>
        }
      />
    </PageFrame>
  );
}

function columnsWith(onDecided: () => void): ListColumn<MachinePair>[] {
  return [
    {
      id: 'name',
      label: 'Guests',
      narrow: 'title',
      cell: pair => (
        <ul className={styles.lines}>
          <li>
            <GuestOf side={pair.left} />
          </li>
          <li>
            <GuestOf side={pair.right} />
          </li>
        </ul>
      ),
    },
    {
      id: 'strength',
      label: 'In common',
      width: 19,
      narrow: 'detail',
      cell: pair => <Evidence pair={pair} />,
    },
    {
      id: 'verdict',
      width: 8.5,
      narrow: 'status',
      cell: pair => (
        <StatusBadge tone={verdictWords[pair.verdict].tone}>
          {verdictWords[pair.verdict].word}
        </StatusBadge>
      ),
    },
    {
      id: 'reason',
      label: 'Reason',
      width: 7,
      cell: pair =>
        pair.reason ? (
          <span title={`${pair.reason} (${pair.decidedBy})`}>
            {pair.reason}
          </span>
        ) : (
          '–'
        ),
    },
    {
      id: 'foundAt',
      width: 6,
      align: 'end',
      cell: pair => <RelativeTime at={pair.foundAt} />,
    },
    {
      id: 'decidedAt',
      width: 7,
      align: 'end',
      optional: true,
      cell: pair => <RelativeTime at={pair.decidedAt} />,
    },
    {
      id: 'decide',
      label: 'Decide',
      width: 20.5,
      narrow: 'detail',
      cell: pair => (
        <span className={styles.buttons}>
          <DecideMachine pair={pair} onDecided={onDecided} />
        </span>
      ),
    },
  ];
}

function Evidence({ pair }: { pair: MachinePair }) {
  const lines = evidenceLines(pair);
  if (lines.length === 0) return <>{evidenceWords(pair)}</>;
  return (
    <ul className={styles.lines} title={evidenceWords(pair)}>
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function GuestOf({ side }: { side: Sighting }) {
  return (
    <>
      <Link href={detailPath('guests', side.id)} standalone>
        {side.name}
      </Link>{' '}
      on {side.platformId}
    </>
  );
}
