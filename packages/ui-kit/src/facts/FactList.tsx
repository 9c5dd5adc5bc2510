import type { ReactNode } from 'react';
import styles from './FactList.module.css';

/** One fact: its name and its value; nothing known is shown as a dash. */
export interface FactRow {
  label: string;
  value: ReactNode;
}

/** Facts as pairs of name and value, in as many columns as there is room. */
export function FactList(props: { facts: FactRow[]; columns?: 'single' }) {
  return (
    <dl
      className={
        props.columns === 'single'
          ? `${styles.root} ${styles.single}`
          : styles.root
      }
    >
      {props.facts.map(fact => (
        <div key={fact.label} className={styles.row}>
          <dt className={styles.label}>{fact.label}</dt>
          <dd className={styles.value}>{fact.value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
