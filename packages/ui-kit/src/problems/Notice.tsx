import type { ReactNode } from 'react';
import { RiAlertFill, RiInformationFill } from '@remixicon/react';
import styles from './Notice.module.css';

/** One line above content that changes how the content must be read. */
export function Notice(props: {
  tone: 'info' | 'stale' | 'problem';
  children: ReactNode;
  actions?: ReactNode;
}) {
  const Mark = props.tone === 'info' ? RiInformationFill : RiAlertFill;
  return (
    <div className={styles.root} role="status" data-tone={props.tone}>
      <Mark className={styles.mark} aria-hidden="true" />
      <span className={styles.words}>{props.children}</span>
      {props.actions}
    </div>
  );
}
