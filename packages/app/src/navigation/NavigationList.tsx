import { Link } from 'react-router-dom';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import {
  currentEntry,
  type Counter,
  type ShownEntry,
  type shownSections,
} from './navigation';
import { NavigationIcon } from './icons';
import styles from './NavigationList.module.css';

/** How many things wait, by counter; absent while it is not known. */
export type Counts = Partial<Record<Counter, number>>;

const counterWords: Record<Counter, (count: number) => string> = {
  heldSyncs: count =>
    count === 1
      ? '1 held sync waits for you'
      : `${count} held syncs wait for you`,
};

/** The entries by section, the current one marked, with what waits beside. */
export function NavigationList(props: {
  sections: ReturnType<typeof shownSections>;
  counts: Counts;
  path: string;
}) {
  const current = currentEntry(
    props.sections.flatMap(section => section.entries),
    props.path,
  );
  return (
    <nav aria-label="Main" className={styles.list}>
      {props.sections.map(section => (
        <div key={section.id} className={styles.section}>
          {section.title && (
            <div className={styles.heading} id={`navigation-${section.id}`}>
              {section.title}
            </div>
          )}
          <ul
            className={styles.entries}
            aria-labelledby={
              section.title ? `navigation-${section.id}` : undefined
            }
          >
            {section.entries.map(entry => (
              <li key={entry.id}>
                {entry.pending ? (
                  <Skeleton className={styles.pending} />
                ) : (
                  <Entry
                    entry={entry}
                    current={entry.id === current?.id}
                    exact={entry.href === props.path}
                    count={entry.counter && props.counts[entry.counter]}
                  />
                )}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function Entry(props: {
  entry: ShownEntry;
  current: boolean;
  exact: boolean;
  count?: number;
}) {
  const { entry, current, count = 0 } = props;
  const waits =
    entry.counter && count > 0 ? counterWords[entry.counter](count) : undefined;
  return (
    <Link
      to={entry.href}
      className={styles.entry}
      data-current={current || undefined}
      aria-current={props.exact ? 'page' : current || undefined}
    >
      <NavigationIcon id={entry.id} />
      <span className={styles.title}>{entry.title}</span>
      {waits && (
        <span className={styles.count} title={waits}>
          <span aria-hidden>{count > 99 ? '99+' : count}</span>
          <VisuallyHidden>{waits}</VisuallyHidden>
        </span>
      )}
    </Link>
  );
}
