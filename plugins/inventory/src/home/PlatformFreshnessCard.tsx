import { Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { infrastructureReadPermission } from '@flyloft/plugin-inventory-common';
import {
  countOf,
  platformWords,
  StatusBadge,
  useAnswer,
  useNow,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { detailPath, listWhere, paths, where } from '../paths';
import { freshnessTone } from '../platforms/freshnessTone';
import styles from '../platforms/platforms.module.css';
import { HomeSection } from './HomeSection';

/** How true the picture is: each platform with its age and its trouble. */
export function PlatformFreshnessCard() {
  const inventory = useApi(inventoryApiRef);
  const now = useNow();
  const answer = useAnswer(
    'platforms',
    async signal => (await inventory.listPlatforms({ signal })).items,
    { refreshSeconds: 30 },
  );
  return (
    <HomeSection
      title="Platforms"
      what="platforms"
      permission={infrastructureReadPermission.name}
      answer={answer}
      actions={<Link href={paths.sync}>Syncs</Link>}
    >
      {platforms =>
        platforms.length === 0 ? (
          <span>
            No platform is configured.{' '}
            <Link href={paths.addPlatform}>Add a platform</Link>
          </span>
        ) : (
          <ul className={styles.list}>
            {platforms.map(platform => {
              const { tone, word } = freshnessTone[platform.freshness.state];
              const held =
                platform.lastRun?.state === 'held'
                  ? platform.lastRun
                  : undefined;
              return (
                <li key={platform.id} className={styles.row}>
                  <span>
                    {platform.title} ·{' '}
                    <Link
                      href={listWhere('guests', [
                        where('platformId', 'eq', platform.id),
                      ])}
                    >
                      {countOf(platform.counts.guests, 'guest')}
                    </Link>
                  </span>
                  <StatusBadge tone={tone}>{word}</StatusBadge>
                  <span className={styles.quiet}>
                    {platformWords(platform.freshness, now)}
                    {held && (
                      <>
                        {' · '}
                        <Link
                          href={detailPath('sync', held.id)}
                          variant="body-small"
                        >
                          a sync is held and waits for a confirmation
                        </Link>
                      </>
                    )}
                  </span>
                </li>
              );
            })}
          </ul>
        )
      }
    </HomeSection>
  );
}
