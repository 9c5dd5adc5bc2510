import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link } from '@backstage/ui';
import {
  platformManagePermission,
  type PlatformEntry,
} from '@flyloft/plugin-inventory-common';
import {
  EmptyState,
  ErrorPanel,
  FactTable,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useAnswer,
  Waiting,
  type StatusTone,
} from '@flyloft/ui-kit';
import { platformApiRef } from '../api/platformApi';
import { paths } from '../paths';
import styles from './configuredPlatforms.module.css';

/** Every platform that is collected, where it is configured, and by whom. */
export function PlatformsPage() {
  const platforms = useApi(platformApiRef);
  const answer = useAnswer(
    'configured platforms',
    async signal => {
      const [entries, types] = await Promise.all([
        platforms.list({ signal }),
        platforms.listTypes({ signal }),
      ]);
      const titles = new Map(
        types.items.map(({ type, form }) => [type, form?.title ?? type]),
      );
      return { entries: entries.items, titles };
    },
    { refreshSeconds: 15 },
  );
  const { data } = answer;
  return (
    <PageFrame
      title="Platforms"
      actions={
        data && (
          <ButtonLink href={paths.addPlatform} variant="primary" size="small">
            Add a platform
          </ButtonLink>
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
      {answer.loading && <Waiting lines={6} />}
      {data?.entries.length === 0 && (
        <EmptyState title="No platform yet">
          Add one here, or name it in a configuration file under
          inventory.platforms.
        </EmptyState>
      )}
      {data && data.entries.length > 0 && (
        <FactTable label="Platforms">
          <thead>
            <tr>
              <th>Title</th>
              <th>State</th>
              <th>Type</th>
              <th>Configured in</th>
              <th>Sync every</th>
              <th>Changed</th>
            </tr>
          </thead>
          <tbody>
            {data.entries.map(entry => (
              <PlatformRow
                key={`${entry.origin} ${entry.id}`}
                entry={entry}
                type={data.titles.get(entry.type) ?? entry.type}
              />
            ))}
          </tbody>
        </FactTable>
      )}
    </PageFrame>
  );
}

/** How a platform stands, as its settings are. */
export function platformState(entry: PlatformEntry): {
  tone: StatusTone;
  words: string;
} {
  if (!entry.enabled) return { tone: 'stopped', words: 'disabled' };
  return entry.problem
    ? { tone: 'problem', words: 'can’t be collected' }
    : { tone: 'running', words: 'enabled' };
}

function PlatformRow({ entry, type }: { entry: PlatformEntry; type: string }) {
  const { tone, words } = platformState(entry);
  return (
    <tr>
      <td>
        <Link href={`${paths.platforms}/${encodeURIComponent(entry.id)}`}>
          {entry.title}
        </Link>
      </td>
      <td className={styles.cell}>
        <StatusBadge tone={tone}>{words}</StatusBadge>
        {entry.problem && <div>{entry.problem}</div>}
      </td>
      <td>{type}</td>
      <td>{entry.fileKey ? `file, ${entry.fileKey}` : 'portal'}</td>
      <td data-align="end">
        {entry.intervalMinutes === null
          ? 'as the site'
          : `${entry.intervalMinutes} min`}
      </td>
      <td>
        {entry.changedAt ? (
          <>
            <RelativeTime at={entry.changedAt} /> by {entry.changedBy}
          </>
        ) : (
          '–'
        )}
      </td>
    </tr>
  );
}
