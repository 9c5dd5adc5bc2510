import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine, RiRefreshLine } from '@remixicon/react';
import type { SyncRun } from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  explainProblem,
  Notice,
  useAnswer,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { RunProgress } from './RunProgress';
import { useSyncRights } from './useSyncRights';
import { useSyncRun } from './useSyncRun';

const everyPlatform = ':all';

/** Starts a sync of one platform or of all, and shows it until it ends. */
export function SyncNow(props: { onDone: () => void }) {
  const inventory = useApi(inventoryApiRef);
  const { runRefusal } = useSyncRights();
  const [runs, setRuns] = useState<SyncRun[]>([]);
  const [starting, setStarting] = useState(false);
  const [problem, setProblem] = useState<unknown>();

  const start = async (platformId: string | undefined) => {
    setProblem(undefined);
    setStarting(true);
    try {
      const { items } = await inventory.startSync(
        platformId ? { platformId } : {},
      );
      const started = new Set(items.map(run => run.id));
      setRuns(before => [
        ...before.filter(run => !started.has(run.id)),
        ...items,
      ]);
    } catch (error) {
      setProblem(error);
    } finally {
      setStarting(false);
    }
  };
  const finish = (id: string) => {
    setRuns(left => left.filter(run => run.id !== id));
    props.onDone();
  };

  if (runRefusal) {
    return (
      <ActionButton
        size="small"
        variant="secondary"
        iconStart={<RiRefreshLine />}
        refusal={runRefusal}
      >
        Sync now
      </ActionButton>
    );
  }
  return (
    <>
      {runs.map(({ id }) => (
        <FollowedRun key={id} id={id} onDone={() => finish(id)} />
      ))}
      {problem !== undefined && (
        <Notice tone="problem">
          The sync did not start: {explainProblem(problem).message}
        </Notice>
      )}
      <PlatformMenu
        starting={starting}
        underWay={runs.map(run => run.platformId)}
        onChoose={start}
      />
    </>
  );
}

/**
 * The platforms to choose from; one whose sync is under way says so instead.
 * The button itself stays: another platform may be synced meanwhile, and the
 * keyboard must not lose its place.
 */
function PlatformMenu(props: {
  starting: boolean;
  /** The platforms whose syncs this page follows. */
  underWay: string[];
  onChoose: (platformId: string | undefined) => void;
}) {
  const inventory = useApi(inventoryApiRef);
  const { data, reload } = useAnswer('platforms', signal =>
    inventory.listPlatforms({ signal }),
  );
  const platforms = (data?.items ?? []).map(({ id, title, runningRun }) => ({
    id,
    title,
    underWay: props.underWay.includes(id) || runningRun !== null,
  }));
  const allUnderWay =
    platforms.length > 0 && platforms.every(platform => platform.underWay);
  return (
    <MenuTrigger onOpenChange={isOpen => isOpen && reload()}>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiRefreshLine />}
        iconEnd={<RiArrowDownSLine />}
        isPending={props.starting}
      >
        Sync now
      </Button>
      <Menu
        onAction={key =>
          props.onChoose(key === everyPlatform ? undefined : String(key))
        }
      >
        <MenuItem id={everyPlatform} isDisabled={allUnderWay}>
          {allUnderWay ? 'Every sync is under way' : 'All platforms'}
        </MenuItem>
        {platforms.map(({ id, title, underWay }) => (
          <MenuItem key={id} id={id} isDisabled={underWay}>
            {underWay ? `${title}: its sync is under way` : title}
          </MenuItem>
        ))}
      </Menu>
    </MenuTrigger>
  );
}

function FollowedRun(props: { id: string; onDone: () => void }) {
  const run = useSyncRun(props.id, { onDone: props.onDone });
  return run.data ? <RunProgress run={run.data} /> : null;
}
