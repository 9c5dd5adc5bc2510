import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { countOf, formatCount } from '../figures/formatBytes';
import type { ListSelection } from './useSelection';
import styles from './SelectionBar.module.css';

/** Says what is chosen of a list, and what can be done with it. */
export function SelectionBar(props: {
  selection: ListSelection;
  /** How many match, on all pages. */
  total: number;
  /** One of the rows, in words: `guest`. */
  noun: string;
  /** Why not all that match can be chosen; undefined where they can. */
  allRefusal?: string;
  children: ReactNode;
}) {
  const { selection, total } = props;
  if (selection.count === 0) return null;
  return (
    <div className={styles.root} role="region" aria-label="Chosen rows">
      <span className={styles.words} role="status">
        {selection.allMatching
          ? `All ${formatCount(total)} that match are selected`
          : `${countOf(selection.count, props.noun)} selected`}
      </span>
      {selection.wholePage && !props.allRefusal && (
        <Button
          size="small"
          variant="tertiary"
          onPress={selection.selectAllMatching}
        >
          {`Select all ${formatCount(total)} that match`}
        </Button>
      )}
      {props.children}
      <Button size="small" variant="tertiary" onPress={selection.clear}>
        Clear selection
      </Button>
    </div>
  );
}
