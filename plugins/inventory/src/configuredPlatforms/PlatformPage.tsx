import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  platformManagePermission,
  type Platform,
  type PlatformEntry,
  type PlatformForm,
} from '@flyloft/plugin-inventory-common';
import {
  ConfirmButton,
  EmptyState,
  ErrorPanel,
  Notice,
  PageFrame,
  StatusBadge,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { platformApiRef } from '../api/platformApi';
import { paths } from '../paths';
import { draftOf, editOf } from './platformDraft';
import { PlatformEditor } from './PlatformEditor';
import { platformState } from './platformState';
import { PushGuide } from './PushGuide';
import { RemovePlatform } from './RemovePlatform';
import { PlatformCard } from '../sync/PlatformCard';
import styles from './configuredPlatforms.module.css';

/** The settings of one platform; those of a file can be looked at and tested. */
export function PlatformPage() {
  const { id = '' } = useParams();
  const platforms = useApi(platformApiRef);
  const inventory = useApi(inventoryApiRef);
  const seen = useAnswer(
    'platforms',
    async signal => (await inventory.listPlatforms({ signal })).items,
    { refreshSeconds: 15 },
  );
  const answer = useAnswer(`platform ${id}`, async signal => {
    const [entry, types] = await Promise.all([
      platforms.find(id, { signal }),
      platforms.listTypes({ signal }),
    ]);
    const form = types.items.find(each => each.type === entry.type)?.form;
    return { entry, form: form ?? null };
  });
  const { data } = answer;
  const platform = seen.data?.find(each => each.id === id);
  const state = data && platformState(data.entry, platform);
  const reload = async () => {
    await Promise.all([answer.reload(), seen.reload()]);
  };
  return (
    <PageFrame
      title={data?.entry.title ?? 'Platform'}
      breadcrumbs={[{ label: 'Platforms', href: paths.platforms }]}
      beside={
        state && <StatusBadge tone={state.tone}>{state.words}</StatusBadge>
      }
      actions={
        data?.entry.origin === 'portal' && (
          <PlatformActions entry={data.entry} onChange={reload} />
        )
      }
    >
      {answer.error !== undefined && !data && (
        <ErrorPanel
          error={answer.error}
          what="the settings of platforms"
          permission={platformManagePermission.name}
          onRetry={answer.reload}
        />
      )}
      {answer.loading && <Waiting lines={8} />}
      {data && (
        <Settings
          entry={data.entry}
          form={data.form}
          platform={platform}
          onChange={reload}
        />
      )}
    </PageFrame>
  );
}

function Settings(props: {
  entry: PlatformEntry;
  form: PlatformForm | null;
  platform: Platform | undefined;
  onChange: () => Promise<void>;
}) {
  const { entry, form, platform } = props;
  const platforms = useApi(platformApiRef);
  const { tone, problem } = platformState(entry, platform);
  // A held sync says so itself, beside the ways on.
  const isHeld = entry.enabled && platform?.lastRun?.state === 'held';
  return (
    <div className={styles.root}>
      {entry.fileKey && (
        <Notice tone="info">
          It stands in a configuration file under {entry.fileKey}, which wins:
          change it there and start the portal again.
        </Notice>
      )}
      {problem && !isHeld && (
        <Notice tone={tone === 'problem' ? 'problem' : 'info'}>
          {problem}
        </Notice>
      )}
      {entry.enabled && platform && (
        <PlatformCard
          platform={platform}
          heading="What is seen of it"
          onChange={props.onChange}
        />
      )}
      {entry.type === 'push' && <PushGuide platformId={entry.id} />}
      {form ? (
        <PlatformEditor
          // A saved edit begins anew, with no secret left in a field.
          key={entry.version}
          form={form}
          start={draftOf(entry)}
          saved={entry}
          onSave={async draft => {
            await platforms.edit(entry.id, entry.version, editOf(draft, form));
            await props.onChange();
          }}
        />
      ) : (
        <EmptyState title="Nothing to show here">
          Platforms of type {entry.type} are configured in files alone.
        </EmptyState>
      )}
    </div>
  );
}

function PlatformActions(props: {
  entry: PlatformEntry;
  onChange: () => Promise<void>;
}) {
  const { entry } = props;
  const platforms = useApi(platformApiRef);
  return (
    <>
      <ConfirmButton
        label={entry.enabled ? 'Disable' : 'Enable'}
        title={`${entry.enabled ? 'Disable' : 'Enable'} ${entry.title}?`}
        refusal={undefined}
        onConfirm={async () => {
          await platforms.setEnabled(entry, !entry.enabled);
          await props.onChange();
        }}
      >
        {entry.enabled
          ? 'It is synced no more, and a sync under way ends without effect. What was seen of it stays and grows old.'
          : 'It is synced again, at once and then at its interval.'}
      </ConfirmButton>
      <RemovePlatform entry={entry} />
    </>
  );
}
