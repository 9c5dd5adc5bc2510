import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './home.module.css';

/** The outline of the first page until it is known which one it is. */
export function HomePending() {
  return (
    <div className={styles.columns}>
      <VisuallyHidden role="status" aria-label="Loading" />
      <div className={styles.column}>
        <Skeleton width="100%" height="9rem" />
        <Skeleton width="100%" height="20rem" />
      </div>
      <div className={styles.column}>
        <Skeleton width="100%" height="12rem" />
        <Skeleton width="100%" height="12rem" />
      </div>
    </div>
  );
}
