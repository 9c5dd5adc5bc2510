import styles from './CapacityBar.module.css';

/**
 * How full: under 75 % nobody need look, over 90 % somebody should. What is
 * only given away may exceed the whole (that is what overcommitting is), so
 * it never alarms.
 */
export function levelOf(
  share: number,
  kind: 'used' | 'given',
): 'normal' | 'high' | 'full' {
  if (kind === 'given') return 'normal';
  if (share >= 0.9) return 'full';
  return share >= 0.75 ? 'high' : 'normal';
}

/**
 * How much of something is used. The words carry the figures; the bar only
 * repeats them. More than the whole (overcommitted memory) fills the bar.
 */
export function CapacityBar(props: {
  label: string;
  used: number | null;
  capacity: number | null;
  /** Writes a figure: `formatBytes` for sizes. */
  format?: (value: number) => string;
  /** Whether it is in use, or given away and perhaps not used. */
  kind?: 'used' | 'given';
  /** Only bar and per cent, for a table cell. */
  compact?: boolean;
}) {
  const {
    label,
    used,
    capacity,
    compact,
    kind = 'used',
    format = String,
  } = props;
  if (used === null || !capacity) {
    if (compact) return <span>–</span>;
    // What is not known is named: a dash alone would belong to nothing.
    return (
      <div className={styles.root}>
        <div className={styles.words}>
          <span className={styles.label}>{label}</span>
          <span>
            {used === null
              ? 'not known'
              : `${format(used)} of an unknown whole`}
          </span>
        </div>
      </div>
    );
  }
  const share = used / capacity;
  const percent = `${Math.round(share * 100)} %`;
  const words = `${format(used)} of ${format(capacity)}`;
  return (
    <div
      className={compact ? `${styles.root} ${styles.compact}` : styles.root}
      data-level={levelOf(share, kind)}
      title={`${label}: ${words} (${percent})`}
    >
      <div className={styles.words}>
        {!compact && <span className={styles.label}>{label}</span>}
        <span>{compact ? percent : `${words} · ${percent}`}</span>
      </div>
      <div
        className={styles.track}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(share * 100))}
        aria-valuetext={`${words}, ${percent}`}
      >
        <div
          className={styles.fill}
          style={{ width: `${Math.min(100, share * 100)}%` }}
        />
      </div>
    </div>
  );
}
