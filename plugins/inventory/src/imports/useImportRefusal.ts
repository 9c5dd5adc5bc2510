import { useApi } from '@backstage/frontend-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import { guestEditPermission } from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';

/**
 * Why the reader can import nothing; undefined for who may edit some guests,
 * and while that is not known. `usePermission` knows only all or one guest.
 */
export function useImportRefusal(): string | undefined {
  const permissions = useApi(permissionApiRef);
  const answer = useAnswer('may import', () =>
    permissions.authorize({ permission: guestEditPermission }),
  );
  return answer.data?.result === AuthorizeResult.DENY
    ? `You may see guests but not edit them: it takes the permission ${guestEditPermission.name}.`
    : undefined;
}
