import { ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  infrastructureReadPermission,
  type Platform,
} from '@flyloft/plugin-inventory-common';
import { inventoryApiRef } from '@flyloft/plugin-inventory';
import { EmptyState, PageFrame, useAnswer } from '@flyloft/ui-kit';
import { useRights } from '../navigation/useRights';
import { HomeOfEngineer } from './HomeOfEngineer';
import { HomeOfOperator } from './HomeOfOperator';
import { HomePending } from './HomePending';
import { homeFor } from './homeFor';

/** The first page, by what this person may see. */
export function HomePage() {
  const sees = useRights().get(infrastructureReadPermission.name);
  const platforms = usePlatforms(sees === true);
  const home = homeFor({ seesInfrastructure: sees, platforms });
  return (
    <PageFrame title="Home">
      {home === 'pending' && <HomePending />}
      {home === 'nothing-configured' && <NothingConfigured />}
      {home === 'operator' && <HomeOfOperator />}
      {home === 'engineer' && <HomeOfEngineer />}
    </PageFrame>
  );
}

/**
 * The platforms; null when asking failed: then the cards say what is wrong,
 * each for its own part of the page.
 */
function usePlatforms(asked: boolean): Platform[] | null | undefined {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(asked ? 'platforms' : 'none', async signal =>
    asked ? (await inventory.listPlatforms({ signal })).items : undefined,
  );
  if (answer.outdated) return undefined;
  return answer.error ? null : answer.data;
}

function NothingConfigured() {
  return (
    <EmptyState
      title="No platform is configured yet"
      actions={
        <ButtonLink variant="primary" href="/admin/platforms/new">
          Add a platform
        </ButtonLink>
      }
    >
      What is read from your virtualisation platforms stands here. Once the
      first one is configured, its guests, hosts and addresses are shown.
    </EmptyState>
  );
}
