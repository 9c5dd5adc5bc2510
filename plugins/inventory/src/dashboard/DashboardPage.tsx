import { usePermission } from '@backstage/plugin-permission-react';
import {
  guestReadPermission,
  infrastructureReadPermission,
} from '@flyloft/plugin-inventory-common';
import { PageFrame } from '@flyloft/ui-kit';
import { HomeSection } from '../home/HomeSection';
import { PlatformsOf } from '../home/PlatformDistribution';
import { PlatformFreshnessCard } from '../home/PlatformFreshnessCard';
import { PowerOf } from '../home/PowerDistribution';
import { useSummary } from '../home/useSummary';
import { DailyChangesCard } from './DailyChangesCard';
import { guestFigures, networkFigures } from './dashboardFigures';
import { Figures } from './Figures';
import { LargestGuests, NewestGuests } from './GuestRanking';
import { OsFamilies } from './OsFamilies';
import styles from './dashboard.module.css';

/** The inventory in figures, each a link to the list that makes it. */
export function DashboardPage() {
  const summary = useSummary();
  const { allowed: seesInfrastructure } = usePermission({
    permission: infrastructureReadPermission,
  });
  const section = {
    what: 'the figures of the inventory',
    permission: guestReadPermission.name,
    answer: summary,
  };
  return (
    <PageFrame title="Dashboard" freshness={summary.data?.freshness}>
      <div className={styles.grid}>
        <div className={styles.whole}>
          <HomeSection title="Guests" {...section}>
            {data => <Figures figures={guestFigures(data)} />}
          </HomeSection>
        </div>
        <div className={seesInfrastructure ? styles.wide : styles.whole}>
          <DailyChangesCard />
        </div>
        {seesInfrastructure && (
          <div>
            <PlatformFreshnessCard />
          </div>
        )}
        <div>
          <PowerOf summary={summary} />
        </div>
        <div>
          <PlatformsOf summary={summary} />
        </div>
        <div>
          <OsFamilies summary={summary} />
        </div>
        <div>
          <HomeSection title="Networks and addresses" {...section}>
            {data => <Figures figures={networkFigures(data)} />}
          </HomeSection>
        </div>
        <div>
          <LargestGuests />
        </div>
        <div>
          <NewestGuests />
        </div>
      </div>
    </PageFrame>
  );
}
