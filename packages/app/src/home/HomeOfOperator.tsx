import {
  NetworkUse,
  PlatformDistribution,
  PlatformFreshnessCard,
  PowerDistribution,
  RecentChanges,
} from '@flyloft/plugin-inventory';
import { OpenQuestionsCard } from './OpenQuestionsCard';
import styles from './home.module.css';

/** For IT and operations: how true the picture is, what stands out, what changed, then figures. */
export function HomeOfOperator() {
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <PlatformFreshnessCard />
        <OpenQuestionsCard />
        <RecentChanges />
      </div>
      <div className={styles.column}>
        <PowerDistribution />
        <PlatformDistribution />
        <NetworkUse />
      </div>
    </div>
  );
}
