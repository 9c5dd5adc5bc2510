import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  syncRunActions,
  type Platform,
  type SyncRun,
} from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  explainProblem,
  countOf,
  formatCount,
  Notice,
  RelativeTime,
  StatusBadge,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { detailPath, listWhere, where } from '../paths';
import { freshnessTone } from '../platforms/freshnessTone';
import { HeldRun } from './HeldRun';
import { RunProgress } from './RunProgress';
import { useSyncRights } from './useSyncRights';
import { isUnderWay, useSyncRun } from './useSyncRun';
import { watchWords } from './syncRunWords';
import styles from './PlatformRows.module.css';

/** One platform: how fresh, what it holds, what its sync does, and the way to start one. */
export function PlatformCard(props: {
  platform: Platform;
  /** In place of its title, on a page that has that already. */
  heading?: string;
  onChange: () => Promise<void>;
}) {
  const { platform, onChange } = props;
  const inventory = useApi(inventoryApiRef);
  const rights = useSyncRights();
  const isPushed = platform.type === 'push';
  const runRefusal = isPushed
    ? 'Its source sends what it reads; it can’t be asked for it.'
    : rights.runRefusal;
  const [problem, setProblem] = useState<unknown>();
  const [asking, setAsking] = useState(false);
  const { tone, word } = freshnessTone[platform.freshness.state];

  const attempt = async (action: () => Promise<unknown>) => {
    setProblem(undefined);
    setAsking(true);
    try {
      await action();
      // Until the run shows, the same press would ask for it again.
      await onChange();
    } catch (error) {
      setProblem(error);
    } finally {
      setAsking(false);
    }
  };
  const { runningRun, lastRun } = platform;
  // Why it is not up to date stands once, at the head of the page.
  const { collectedAt } = platform.freshness;
  return (
    <article className={styles.card} aria-label={platform.title}>
      <div className={styles.head}>
        <h2 className={styles.title}>{props.heading ?? platform.title}</h2>
        <StatusBadge tone={tone}>{word}</StatusBadge>
        <span className={styles.quiet}>{platform.type}</span>
        <span className={styles.actions}>
          {runningRun ? (
            <ActionButton
              size="small"
              variant="secondary"
              refusal={runRefusal}
              isPending={asking}
              onPress={() =>
                attempt(() => inventory.cancelSyncRun(runningRun.id))
              }
            >
              Cancel
            </ActionButton>
          ) : (
            <ActionButton
              size="small"
              variant="secondary"
              refusal={runRefusal}
              isPending={asking}
              onPress={() =>
                attempt(() => inventory.startSync({ platformId: platform.id }))
              }
            >
              Sync now
            </ActionButton>
          )}
        </span>
      </div>
      <PlatformCounts platform={platform} />
      <span className={styles.quiet}>
        {collectedAt ? (
          <>
            Collected <RelativeTime at={collectedAt} />
          </>
        ) : (
          'Nothing collected yet'
        )}{' '}
        · {isPushed ? 'expected every' : 'every'}{' '}
        {Math.max(1, Math.round(platform.intervalSeconds / 60))} min
        {platform.watch && <> · {watchWords(platform.watch)}</>}
        {lastRun && (
          <>
            {' · '}
            <Link href={detailPath('sync', lastRun.id)} variant="body-small">
              last sync
            </Link>
          </>
        )}
      </span>
      {runningRun && <LiveRun run={runningRun} onDone={onChange} />}
      {lastRun && isHeld(lastRun) && (
        <HeldRun run={lastRun} onChange={onChange} />
      )}
      {problem !== undefined && (
        <Notice tone="problem">{explainProblem(problem).message}</Notice>
      )}
    </article>
  );
}

function isHeld(run: SyncRun): boolean {
  const confirmable: readonly string[] = syncRunActions.confirm.from;
  return confirmable.includes(run.state);
}

function LiveRun(props: { run: SyncRun; onDone: () => void }) {
  const live = useSyncRun(props.run.id, { onDone: props.onDone });
  const run = live.data ?? props.run;
  return isUnderWay(run) ? <RunProgress run={run} /> : null;
}

function PlatformCounts({ platform }: { platform: Platform }) {
  const { counts } = platform;
  const here = where('platformId', 'eq', platform.id);
  const parts: { words: string; href: string }[] = [
    {
      words: countOf(counts.guests, 'guest'),
      href: listWhere('guests', [here]),
    },
    {
      words: countOf(counts.hosts, 'host'),
      href: listWhere('hosts', [here]),
    },
    {
      words: countOf(counts.clusters, 'cluster'),
      href: listWhere('clusters', [here]),
    },
    {
      words: countOf(counts.networks, 'network'),
      href: listWhere('networks', [here]),
    },
    {
      words: countOf(counts.storages, 'storage'),
      href: listWhere('storages', [here]),
    },
  ];
  // Not every platform has images of its own.
  if (counts.images > 0) {
    parts.push({
      words: countOf(counts.images, 'image'),
      href: listWhere('images', [here]),
    });
  }
  if (counts.unreachable > 0) {
    parts.push({
      words: `${formatCount(counts.unreachable)} unreachable`,
      href: listWhere('guests', [
        here,
        where('visibility', 'eq', 'unreachable'),
      ]),
    });
  }
  return (
    <span className={styles.counts}>
      {parts.map(part => (
        <Link key={part.words} href={part.href}>
          {part.words}
        </Link>
      ))}
    </span>
  );
}
