import type { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { formatCount } from './formatBytes';
import styles from './Distribution.module.css';

/** One part of a whole, with the list that makes its number. */
export interface DistributionPart {
  key: string;
  label: ReactNode;
  count: number;
  href: string;
}

/** Parts of a whole as bars, each a link to the list that makes the number. */
export function Distribution(props: {
  label: string;
  parts: DistributionPart[];
}) {
  const largest = Math.max(1, ...props.parts.map(part => part.count));
  return (
    <ul className={styles.root} aria-label={props.label}>
      {props.parts.map(part => (
        <li key={part.key}>
          <Link href={part.href} className={styles.row} standalone>
            <span className={styles.name}>{part.label}</span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={styles.bar}
                style={{ width: `${(part.count / largest) * 100}%` }}
              />
            </span>
            <span className={styles.count}>{formatCount(part.count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
