import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  infrastructureReadPermission,
  joinFreshness,
  syncRunFacts,
} from '@flyloft/plugin-inventory-common';
import {
  EmptyState,
  ErrorPanel,
  ListTable,
  PageFrame,
  useAnswer,
  useList,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { detailPath, paths } from '../paths';
import { NothingCollected } from '../platforms/NothingCollected';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { PlatformCard } from './PlatformCard';
import { SyncNow } from './SyncNow';
import { syncRunColumns } from './syncRunColumns';
import styles from './PlatformRows.module.css';

const newestFirst = { fact: 'requestedAt', descending: true };

/** The platforms with their syncs, and every run there was. */
export function SyncPage() {
  const inventory = useApi(inventoryApiRef);
  const platforms = useAnswer(
    'platforms',
    signal => inventory.listPlatforms({ signal }),
    { refreshSeconds: 15 },
  );
  const runs = useList({
    facts: syncRunFacts,
    defaultSort: newestFirst,
    ask: (query, signal) => inventory.listSyncRuns(query, { signal }),
    refreshSeconds: 15,
  });
  const loadChoices = usePlatformChoices();
  const reload = async () => {
    await Promise.all([platforms.reload(), runs.answer.reload()]);
  };
  const items = platforms.data?.items;

  return (
    <PageFrame
      fill
      title="Sync"
      beside={<Link href={paths.addPlatform}>Add a platform</Link>}
      freshness={
        items && joinFreshness(items.map(platform => platform.freshness))
      }
      actions={<SyncNow onDone={reload} />}
    >
      {platforms.error !== undefined && !items && (
        <ErrorPanel
          error={platforms.error}
          what="platforms and their syncs"
          permission={infrastructureReadPermission.name}
          onRetry={platforms.reload}
        />
      )}
      {platforms.loading && <Waiting lines={6} />}
      {items?.length === 0 && <NothingCollected what="syncs" />}
      {items && items.length > 0 && (
        <>
          <div className={styles.root}>
            {items.map(platform => (
              <PlatformCard
                key={platform.id}
                platform={platform}
                onChange={reload}
              />
            ))}
          </div>
          <section className={styles.list} aria-label="Sync runs">
            <h2 className={styles.listTitle}>Runs</h2>
            <ListTable
              what="sync runs"
              list={runs}
              columns={syncRunColumns}
              hrefOf={run => detailPath('sync', run.id)}
              searchPlaceholder="Platform, person"
              quickFacts={['platformId', 'state', 'trigger']}
              loadChoices={loadChoices}
              permission={infrastructureReadPermission.name}
              empty={
                <EmptyState title="No sync yet">
                  The first starts by itself.
                </EmptyState>
              }
            />
          </section>
        </>
      )}
    </PageFrame>
  );
}
