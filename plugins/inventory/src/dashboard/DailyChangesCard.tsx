import { useApi } from '@backstage/frontend-plugin-api';
import { guestReadPermission } from '@flyloft/plugin-inventory-common';
import { Link } from '@backstage/ui';
import { StackedBars, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { HomeSection } from '../home/HomeSection';
import { paths } from '../paths';
import styles from '../platforms/platforms.module.css';
import { changesOfDay, dailyChangeSeries } from './dailyChangeSeries';

const days = 30;

/** How much changed on each of the last days, by kind. */
export function DailyChangesCard() {
  const inventory = useApi(inventoryApiRef);
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const answer = useAnswer(
    `daily-changes ${timeZone}`,
    signal => inventory.listDailyChanges({ days, timeZone }, { signal }),
    { refreshSeconds: 60 },
  );
  return (
    <HomeSection
      title="Changes per day"
      what="changes"
      permission={guestReadPermission.name}
      answer={answer}
      actions={<Link href={paths.changes}>All changes</Link>}
    >
      {daily =>
        daily.items.length === 0 ? (
          <span className={styles.quiet}>
            Nothing has changed in the last {days} days.
          </span>
        ) : (
          <StackedBars
            label="Changes per day"
            bucketLabel="Day"
            {...dailyChangeSeries(daily)}
            hrefOf={(bucket, key) => changesOfDay(bucket.key, key)}
          />
        )
      }
    </HomeSection>
  );
}
