import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Menu, MenuItem, MenuTrigger } from '@backstage/ui';
import { RiArrowDownSLine, RiRefreshLine } from '@remixicon/react';
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
  const [runs, setRuns] = useState<string[]>([]);
  const [problem, setProblem] = useState<unknown>();

  const start = async (platformId: string | undefined) => {
    setProblem(undefined);
    try {
      const started = await inventory.startSync(
        platformId ? { platformId } : {},
      );
      setRuns(started.items.map(run => run.id));
    } catch (error) {
      setProblem(error);
    }
  };
  const finish = (id: string) => {
    setRuns(left => left.filter(one => one !== id));
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
      {runs.map(id => (
        <FollowedRun key={id} id={id} onDone={() => finish(id)} />
      ))}
      {problem !== undefined && (
        <Notice tone="problem">
          The sync did not start: {explainProblem(problem).message}
        </Notice>
      )}
      <PlatformMenu onChoose={start} />
    </>
  );
}

function PlatformMenu(props: {
  onChoose: (platformId: string | undefined) => void;
}) {
  const inventory = useApi(inventoryApiRef);
  const platforms = useAnswer('platforms', signal =>
    inventory.listPlatforms({ signal }),
  );
  return (
    <MenuTrigger>
      <Button
        size="small"
        variant="secondary"
        iconStart={<RiRefreshLine />}
        iconEnd={<RiArrowDownSLine />}
      >
        Sync now
      </Button>
      <Menu
        onAction={key =>
          props.onChoose(key === everyPlatform ? undefined : String(key))
        }
      >
        <MenuItem id={everyPlatform}>All platforms</MenuItem>
        {(platforms.data?.items ?? []).map(platform => (
          <MenuItem key={platform.id} id={platform.id}>
            {platform.title}
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
