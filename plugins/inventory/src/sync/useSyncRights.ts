import { usePermission } from '@backstage/plugin-permission-react';
import {
  syncConfirmPermission,
  syncRunPermission,
} from '@flyloft/plugin-inventory-common';

/** Why this reader can't start or confirm a sync; absent, they can. */
export interface SyncRights {
  runRefusal: string | undefined;
  confirmRefusal: string | undefined;
}

/** Asks what the reader may do with syncs, in words for the buttons. */
export function useSyncRights(): SyncRights {
  const run = usePermission({ permission: syncRunPermission });
  const confirm = usePermission({ permission: syncConfirmPermission });
  return {
    runRefusal: refusal(
      run,
      'starting and cancelling a sync',
      syncRunPermission.name,
    ),
    confirmRefusal: refusal(
      confirm,
      'confirming a held sync',
      syncConfirmPermission.name,
    ),
  };
}

function refusal(
  answer: { loading: boolean; allowed: boolean },
  what: string,
  permission: string,
): string | undefined {
  if (answer.allowed) return undefined;
  if (answer.loading) return 'Your rights are still being asked for.';
  return `Your roles do not include ${what} (${permission}). Ask whoever runs this portal for a role that does.`;
}
