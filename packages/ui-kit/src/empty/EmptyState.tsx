import type { ReactNode } from 'react';
import styles from './EmptyState.module.css';

/** Nothing to show: says what would fill it, and offers that. */
export function EmptyState(props: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className={styles.root}>
      <h2 className={styles.title}>{props.title}</h2>
      {props.children && <p className={styles.text}>{props.children}</p>}
      {props.actions}
    </div>
  );
}
