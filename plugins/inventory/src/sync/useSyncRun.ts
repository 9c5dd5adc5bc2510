import { useEffect, useRef } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import { useAnswer } from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';

/** Whether a run is still under way. */
export const isUnderWay = (run: Pick<SyncRun, 'state'>) =>
  run.state === 'queued' || run.state === 'running';

/** Follows a run, once a second while it is under way. */
export function useSyncRun(id: string, options: { onDone?: () => void } = {}) {
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    `sync-run:${id}`,
    signal => inventory.getSyncRun(id, { signal }),
    { refreshSeconds: run => (!run || isUnderWay(run) ? 1 : undefined) },
  );

  const latestDone = useRef(options.onDone);
  latestDone.current = options.onDone;
  const told = useRef(false);
  const state = answer.data?.state;
  useEffect(() => {
    // A quick run may be over before it is first looked at: that counts too.
    if (!state || isUnderWay({ state }) || told.current) return;
    told.current = true;
    latestDone.current?.();
  }, [state]);
  return answer;
}
