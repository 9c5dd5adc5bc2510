import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { auditVerifyPermission } from '@flyloft/plugin-audit-common';
import { useAnswer } from '@flyloft/ui-kit';
import { auditApiRef } from '../api/auditApi';

/** Where the chain stands; once a second while it is looked through. */
export function useChain() {
  const audit = useApi(auditApiRef);
  return useAnswer('chain', signal => audit.getChain({ signal }), {
    refreshSeconds: chain =>
      chain?.verification?.state === 'running' ? 1 : 60,
  });
}

/** Why this reader can't have the chain verified; absent, they can. */
export function useVerifyRefusal(): string | undefined {
  const right = usePermission({ permission: auditVerifyPermission });
  if (right.allowed) return undefined;
  if (right.loading) return 'Your rights are still being asked for.';
  return `Your roles do not include verifying the audit chain (${auditVerifyPermission.name}). Ask whoever runs this portal for a role that does.`;
}
