import { Link } from '@backstage/ui';
import { formatCount } from '@flyloft/ui-kit';
import type { DashboardFigure } from './dashboardFigures';
import styles from './dashboard.module.css';

/** Numbers with their words, each a link to the list that makes it. */
export function Figures(props: { figures: DashboardFigure[] }) {
  return (
    <div className={styles.figures}>
      {props.figures.map(figure => (
        <span key={figure.key} className={styles.figure}>
          <Link
            href={figure.href}
            className={styles.number}
            aria-label={`${formatCount(figure.count)} ${figure.words}`}
          >
            {formatCount(figure.count)}
          </Link>
          <span className={styles.quiet}>{figure.words}</span>
        </span>
      ))}
    </div>
  );
}
