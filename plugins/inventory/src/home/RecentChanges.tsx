import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { guestReadPermission } from '@flyloft/plugin-inventory-common';
import { RelativeTime, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { ChangedThing } from '../changes/ChangedThing';
import { changeLine } from '../changes/changeWords';
import { paths } from '../paths';
import styles from '../platforms/platforms.module.css';
import { HomeSection } from './HomeSection';

const shown = 10;

/** The latest changes over all platforms that the reader may see, in words. */
export function RecentChanges() {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    'recent-changes',
    signal => inventory.listHistory({ limit: shown }, { signal }),
    { refreshSeconds: 30 },
  );
  return (
    <HomeSection
      title="Recent changes"
      what="changes"
      permission={guestReadPermission.name}
      answer={answer}
      actions={<Link href={paths.changes}>All changes</Link>}
    >
      {({ items }) =>
        items.length === 0 ? (
          <span className={styles.quiet}>Nothing has changed yet.</span>
        ) : (
          <ul className={styles.changes}>
            {items.map(change => (
              <li key={change.sequence} className={styles.change}>
                <span>
                  <ChangedThing change={change} />
                </span>
                <span title={changeLine(change)}>{changeLine(change)}</span>
                <span className={styles.when}>
                  <RelativeTime at={change.at} />
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </HomeSection>
  );
}
