import { ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { EmptyState, useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { paths } from '../paths';

/** An empty list with no condition set: says what would fill it, and offers that. */
export function NothingCollected(props: { what: string }) {
  const inventory = useApi(inventoryApiRef);
  const platforms = useAnswer('platforms', signal =>
    inventory.listPlatforms({ signal }),
  );
  if (platforms.data?.items.length === 0) {
    return (
      <EmptyState
        title={`No ${props.what} yet`}
        actions={
          <ButtonLink href={paths.addPlatform} variant="primary">
            Add a platform
          </ButtonLink>
        }
      >
        No platform is configured. Add one, and its {props.what} appear here
        with the first sync.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={`No ${props.what}`}
      actions={
        <ButtonLink href={paths.sync} variant="secondary">
          See the syncs
        </ButtonLink>
      }
    >
      The platforms were asked and showed no {props.what} that you may see. If
      there should be some, look whether a sync reports missing privileges.
    </EmptyState>
  );
}
