import type { ReactNode } from 'react';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useCopy } from './useCopy';
import styles from './Copyable.module.css';

const words = { copied: 'Copied', refused: 'The browser refused to copy' };

/** A value with a button that copies it: addresses, UUIDs, names of things. */
export function Copyable(props: {
  value: string;
  /** What to show instead of the value itself, such as a link. */
  children?: ReactNode;
  mono?: boolean;
}) {
  const { outcome, copy } = useCopy();
  const label = outcome ? words[outcome] : `Copy ${props.value}`;
  return (
    <span className={styles.root}>
      <span
        className={props.mono ? `${styles.value} ${styles.mono}` : styles.value}
      >
        {props.children ?? props.value}
      </span>
      <button
        type="button"
        className={styles.button}
        aria-label={label}
        title={label}
        data-copied={outcome === 'copied' || undefined}
        // A row that opens on press must not open when its address is copied.
        onPointerDown={event => event.stopPropagation()}
        onClick={event => {
          event.stopPropagation();
          copy(props.value);
        }}
      >
        {outcome === 'copied' ? (
          <RiCheckLine size={14} />
        ) : (
          <RiFileCopyLine size={14} />
        )}
      </button>
    </span>
  );
}
