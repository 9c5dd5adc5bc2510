import styles from './Starting.module.css';

/** What stands until the portal can be drawn; index.html says the same before. */
export function Starting() {
  return (
    <div className={styles.starting} role="status">
      Loading…
    </div>
  );
}
