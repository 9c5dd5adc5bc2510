import { Skeleton, VisuallyHidden } from '@backstage/ui';
import styles from './errors.module.css';

/** The outline of a page while its script is on the way. */
export function PagePending() {
  return (
    <div className={styles.pending}>
      <VisuallyHidden role="status">Loading the page</VisuallyHidden>
      <Skeleton width="12rem" height="1.75rem" />
      <Skeleton width="100%" height="2.25rem" />
      <Skeleton width="100%" height="16rem" />
    </div>
  );
}
