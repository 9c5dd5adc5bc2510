import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import {
  guestReadPermission,
  type Change,
} from '@flyloft/plugin-inventory-common';
import { countOf, RelativeTime, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { ChangedThing } from '../changes/ChangedThing';
import { operationWords } from '../changes/changeWords';
import { ChangeLine } from '../changes/ValueWords';
import { listWhere, paths, where } from '../paths';
import styles from '../platforms/platforms.module.css';
import { HomeSection } from './HomeSection';
import { likenessOf, recentLines, type RecentLines } from './recentChanges';

const shown = 10;

/** The latest changes over all platforms that the reader may see, in words. */
export function RecentChanges() {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    'recent-changes',
    signal => recentLines(inventory, shown, { signal }),
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
      {recent =>
        recent.lines.length === 0 ? (
          <span className={styles.quiet}>Nothing has changed yet.</span>
        ) : (
          <ChangeLines recent={recent} />
        )
      }
    </HomeSection>
  );
}

function ChangeLines({ recent }: { recent: RecentLines }) {
  const titleOf = (id: string) =>
    recent.platforms.find(({ platformId }) => platformId === id)?.title ?? id;
  return (
    <ul className={styles.changes}>
      {recent.lines.map(line =>
        line.form === 'one' ? (
          <OneChange key={line.change.sequence} change={line.change} />
        ) : (
          <ManyChanges
            key={line.like.sequence}
            like={line.like}
            count={line.count}
            platform={titleOf(line.like.platformId)}
          />
        ),
      )}
    </ul>
  );
}

function OneChange({ change }: { change: Change }) {
  return (
    <li className={styles.change}>
      <span>
        <ChangedThing change={change} />
      </span>
      <ChangeLine change={change} />
      <span className={styles.when}>
        <RelativeTime at={change.at} />
      </span>
    </li>
  );
}

function ManyChanges(props: { like: Change; count: number; platform: string }) {
  const { like, count, platform } = props;
  const word = operationWords[like.operation].word.toLocaleLowerCase('en');
  const words = `${countOf(count, like.kind)} ${word}`;
  return (
    <li className={styles.change}>
      <span>
        <Link
          href={listWhere(
            'changes',
            likenessOf(like).map(([fact, is]) => where(fact, 'eq', is)),
          )}
          title={words}
          standalone
        >
          {words}
        </Link>
      </span>
      <span title={platform}>{platform}</span>
      <span className={styles.when}>
        <RelativeTime at={like.at} />
      </span>
    </li>
  );
}
