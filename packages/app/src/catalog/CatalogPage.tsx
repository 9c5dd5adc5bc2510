import { useState, type ReactNode } from 'react';
import { Navigate, useLocation } from 'react-router-dom';
import { CatalogTable } from '@backstage/plugin-catalog';
import {
  CatalogFilterLayout,
  EntityListProvider,
  useEntityList,
} from '@backstage/plugin-catalog-react';
import { EmptyState, ErrorPanel, PageFrame } from '@flyloft/ui-kit';
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
  const { search } = useLocation();
  // The list asks again when it is built anew.
  const [attempt, setAttempt] = useState(0);
  if (search === '') return <Navigate to={machines} replace />;
  return (
    <PageFrame title="Catalog">
      <EntityListProvider pagination key={attempt}>
        <CatalogFilterLayout>
          <CatalogFilterLayout.Filters>
            <div className={styles.filters}>{filters}</div>
          </CatalogFilterLayout.Filters>
          <CatalogFilterLayout.Content>
            <Entities onRetry={() => setAttempt(attempt + 1)} />
          </CatalogFilterLayout.Content>
        </CatalogFilterLayout>
      </EntityListProvider>
    </PageFrame>
  );
}

function Entities({ onRetry }: { onRetry: () => void }) {
  const star = useStarAction();
  const { error } = useEntityList();
  if (error)
    return <ErrorPanel error={error} what="the catalog" onRetry={onRetry} />;
  return (
    <CatalogTable
      columns={catalogColumns}
      actions={[star]}
      // Headings that can be dragged are buttons within buttons.
      tableOptions={{ draggable: false }}
      emptyContent={
        <EmptyState title="Nothing fits these filters">
          Machines come here from the inventory soon after a sync, people and
          groups from the directory. What you may not see is left out.
        </EmptyState>
      }
    />
  );
}
