import type { ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { CatalogTable } from '@backstage/plugin-catalog';
import {
  CatalogFilterLayout,
  EntityListProvider,
} from '@backstage/plugin-catalog-react';
import { EmptyState, PageFrame } from '@flyloft/ui-kit';
import { catalogColumns } from './catalogColumns';
import { useStarAction } from './useStarAction';
import styles from './CatalogPage.module.css';

// Who comes without a wish sees the machines; the stock order of everything
// begins with pages of bare addresses.
const machines = `?${new URLSearchParams({
  'filters[kind]': 'resource',
  'filters[type]': 'virtual-machine',
  'filters[user]': 'all',
})}`;

/** What the catalog holds: machines beside the groups and people they answer to. */
export function CatalogPage({ filters }: { filters: ReactNode[] }) {
  const star = useStarAction();
  const { search } = useLocation();
  if (search === '') return <Navigate to={machines} replace />;
  return (
    <PageFrame title="Catalog">
      <EntityListProvider pagination>
        <CatalogFilterLayout>
          <CatalogFilterLayout.Filters>
            <div className={styles.filters}>{filters}</div>
          </CatalogFilterLayout.Filters>
          <CatalogFilterLayout.Content>
            <CatalogTable
              columns={catalogColumns}
              actions={[star]}
              emptyContent={
                <EmptyState title="Nothing fits these filters">
                  Machines come here from the inventory soon after a sync,
                  people and groups from the directory. What you may not see is
                  left out.
                </EmptyState>
              }
            />
          </CatalogFilterLayout.Content>
        </CatalogFilterLayout>
      </EntityListProvider>
    </PageFrame>
  );
}
