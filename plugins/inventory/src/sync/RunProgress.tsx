import { Link } from '@backstage/ui';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import { detailPath } from '../paths';
import { progressWords } from './syncRunWords';
import styles from './RunProgress.module.css';

/** What a run under way is doing and how far it is. */
export function RunProgress({ run }: { run: SyncRun }) {
  const { progress } = run;
  return (
    <span className={styles.root}>
      <progress
        className={styles.bar}
        aria-label="Progress of the sync"
        max={progress?.total ?? undefined}
        value={progress?.total ? progress.done : undefined}
      />
      <Link href={detailPath('sync', run.id)}>{progressWords(run)}</Link>
    </span>
  );
}
