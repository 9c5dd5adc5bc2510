import { MyGuests, RecentChanges } from '@flyloft/plugin-inventory';
import styles from './home.module.css';

/** For an engineer: their guests, and what changed on them. */
export function HomeOfEngineer() {
  return (
    <div className={styles.columns}>
      <div className={styles.column}>
        <MyGuests />
      </div>
      <div className={styles.column}>
        <RecentChanges />
      </div>
    </div>
  );
}
