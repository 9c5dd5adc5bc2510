import type { ReactNode } from 'react';
import type { StatusTone } from '../status/StatusBadge';
import styles from './Timeline.module.css';

/** One moment of a history. */
export interface TimelineEntry {
  key: string;
  tone: StatusTone;
  title: ReactNode;
  body?: ReactNode;
  /** When and on whose word. */
  foot: ReactNode;
}

/** A history, newest first, as the caller orders it. */
export function Timeline(props: { label: string; entries: TimelineEntry[] }) {
  return (
    <ol className={styles.root} aria-label={props.label}>
      {props.entries.map(entry => (
        <li key={entry.key} className={styles.entry} data-tone={entry.tone}>
          <div className={styles.title}>{entry.title}</div>
          {entry.body && <div>{entry.body}</div>}
          <div className={styles.foot}>{entry.foot}</div>
        </li>
      ))}
    </ol>
  );
}
