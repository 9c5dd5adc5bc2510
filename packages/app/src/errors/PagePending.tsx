import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './errors.module.css';

/**
 * The outline of what is on its way. It stands for a whole page as well as for
 * a card or a filter, so it takes no more room than a few lines.
 */
export function PagePending() {
  return (
    <div className={styles.pending}>
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Skeleton width="40%" height="1.25rem" />
      <Skeleton width="100%" height="1rem" />
      <Skeleton width="80%" height="1rem" />
    </div>
  );
}
