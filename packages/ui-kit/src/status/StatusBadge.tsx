import type { ReactNode } from 'react';
import styles from './StatusBadge.module.css';

/** The five ways anything in the portal can be. */
export type StatusTone =
  'running' | 'stopped' | 'changing' | 'problem' | 'unknown';

const shapes: Record<StatusTone, ReactNode> = {
  running: <circle cx="6" cy="6" r="5.5" fill="currentColor" />,
  stopped: (
    <circle
      cx="6"
      cy="6"
      r="4.5"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
    />
  ),
  changing: (
    <>
      <circle
        cx="6"
        cy="6"
        r="4.7"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
      />
      <path d="M6 1.3 A4.7 4.7 0 0 0 6 10.7 Z" fill="currentColor" />
    </>
  ),
  problem: <path d="M6 0.5 L11.8 11 H0.2 Z" fill="currentColor" />,
  unknown: (
    <path
      d="M3.2 3.8 C3.2 0.4 8.8 0.4 8.8 3.8 C8.8 5.8 6 5.8 6 8 M6 10 V11.6"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
    />
  ),
};

/** A status said three times: by shape, by word and by colour. */
export function StatusBadge(props: {
  tone: StatusTone;
  /** The word: `running`, `stopped`, `no answer` … */
  children: ReactNode;
  title?: string;
}) {
  return (
    <span className={styles.root} data-tone={props.tone} title={props.title}>
      <svg viewBox="0 0 12 12" className={styles.shape} aria-hidden="true">
        {shapes[props.tone]}
      </svg>
      <span>{props.children}</span>
    </span>
  );
}
