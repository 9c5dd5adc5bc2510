import { useApi } from '@backstage/frontend-plugin-api';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import { ConfirmButton, formatCount, Notice } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useSyncRights } from './useSyncRights';

/** A sync that waits for a person: what it would delete, and the two ways on. */
export function HeldRun(props: { run: SyncRun; onChange: () => void }) {
  const { run, onChange } = props;
  const inventory = useApi(inventoryApiRef);
  const { confirmRefusal, runRefusal } = useSyncRights();
  const { hold } = run;
  if (!hold) return null;
  const figures = `${formatCount(hold.wouldDelete)} of ${formatCount(hold.of)} in ${hold.scope}`;

  return (
    <Notice
      tone="problem"
      actions={
        <>
          <ConfirmButton
            label="Confirm deletion"
            title={`Delete ${figures}`}
            destructive
            refusal={confirmRefusal}
            onConfirm={async () => {
              await inventory.confirmSyncRun(run.id);
              onChange();
            }}
          >
            <p>
              The platform is asked once more, and what it then no longer shows
              is marked as deleted: as things stand {figures}.
            </p>
            <p>
              Nothing is removed from the platform itself. A guest that shows up
              again later returns with its history.
            </p>
          </ConfirmButton>
          <ConfirmButton
            label="Dismiss"
            title="Dismiss this sync"
            refusal={runRefusal}
            onConfirm={async () => {
              await inventory.cancelSyncRun(run.id);
              onChange();
            }}
          >
            <p>
              Nothing is deleted. The next sync looks again, and is held again
              if it still misses as much.
            </p>
          </ConfirmButton>
        </>
      }
    >
      Held: {hold.message}
    </Notice>
  );
}
