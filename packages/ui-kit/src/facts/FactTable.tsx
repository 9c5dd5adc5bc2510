import type { ReactNode } from 'react';
import styles from './FactTable.module.css';

/**
 * A few rows of figures about one thing: `thead` and `tbody` as children, a
 * cell of numbers with `data-align="end"`. What is too wide scrolls in place;
 * with `stacks` a phone shows each row as a block instead, its cells under the
 * first one with their `data-label`: no button hides beyond the edge.
 */
export function FactTable(props: {
  label: string;
  stacks?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={styles.scroll}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll what is too wide
      tabIndex={0}
      role="region"
      aria-label={props.label}
    >
      <table
        className={
          props.stacks ? `${styles.table} ${styles.stacks}` : styles.table
        }
      >
        {props.children}
      </table>
    </div>
  );
}
