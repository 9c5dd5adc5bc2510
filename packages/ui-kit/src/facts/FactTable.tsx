import type { ReactNode } from 'react';
import styles from './FactTable.module.css';

/**
 * A few rows of figures about one thing: `thead` and `tbody` as children, a
 * cell of numbers with `data-align="end"`. What is too wide scrolls in place.
 */
export function FactTable(props: { label: string; children: ReactNode }) {
  return (
    <div
      className={styles.scroll}
      // The keyboard must be able to scroll what is too wide.
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      <table className={styles.table}>{props.children}</table>
    </div>
  );
}
