import { useApi } from '@backstage/frontend-plugin-api';
import { ButtonLink, Link } from '@backstage/ui';
import {
  platformManagePermission,
  type Platform,
  type PlatformEntry,
} from '@flyloft/plugin-inventory-common';
import {
  EmptyState,
  ErrorPanel,
  FactTable,
  formatCount,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { OwnerName } from '../guests/OwnerName';
import { inventoryApiRef } from '../api/inventoryApi';
import { platformApiRef } from '../api/platformApi';
import { listWhere, paths, where } from '../paths';
import { platformState } from './platformState';
import styles from './configuredPlatforms.module.css';

/** Every platform that is collected, where it is configured, and by whom. */
export function PlatformsPage() {
  const platforms = useApi(platformApiRef);
  const inventory = useApi(inventoryApiRef);
  const answer = useAnswer(
    'configured platforms',
    async signal => {
      const [entries, types, seen] = await Promise.all([
        platforms.list({ signal }),
        platforms.listTypes({ signal }),
        inventory.listPlatforms({ signal }),
      ]);
      const titles = new Map(
        types.items.map(({ type, form }) => [type, form?.title ?? type]),
      );
      const byId = new Map(seen.items.map(each => [each.id, each]));
      return { entries: entries.items, titles, byId };
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
        <FactTable label="Platforms" stacks>
          <thead>
            <tr>
              <th>Title</th>
              <th>State</th>
              <th>Type</th>
              <th data-align="end">Guests</th>
              <th>Collected</th>
              <th>Sync every</th>
              <th>Configured in</th>
              <th>Changed</th>
            </tr>
          </thead>
          <tbody>
            {data.entries.map(entry => (
              <PlatformRow
                key={`${entry.origin} ${entry.id}`}
                entry={entry}
                type={data.titles.get(entry.type) ?? entry.type}
                seen={data.byId.get(entry.id)}
              />
            ))}
          </tbody>
        </FactTable>
      )}
    </PageFrame>
  );
}

function PlatformRow(props: {
  entry: PlatformEntry;
  type: string;
  seen: Platform | undefined;
}) {
  const { entry, seen } = props;
  const { tone, words, problem } = platformState(entry, seen);
  return (
    <tr>
      <td>
        <Link href={`${paths.platforms}/${encodeURIComponent(entry.id)}`}>
          {entry.title}
        </Link>
      </td>
      <td data-label="State" className={styles.cell}>
        <StatusBadge tone={tone}>{words}</StatusBadge>
        {problem && <div className={styles.reason}>{problem}</div>}
      </td>
      <td data-label="Type">{props.type}</td>
      <td data-label="Guests" data-align="end">
        {seen ? (
          <Link
            href={listWhere('guests', [where('platformId', 'eq', entry.id)])}
          >
            {formatCount(seen.counts.guests)}
          </Link>
        ) : (
          '–'
        )}
      </td>
      <td data-label="Collected">
        {seen?.freshness.collectedAt ? (
          <RelativeTime at={seen.freshness.collectedAt} />
        ) : (
          'not yet'
        )}
      </td>
      <td data-label="Every">
        {entry.intervalMinutes === null
          ? 'as the site'
          : `${entry.intervalMinutes} min`}
      </td>
      <td data-label="Configured in" className={styles.cell}>
        {entry.fileKey ? `file, ${entry.fileKey}` : 'portal'}
      </td>
      <td data-label="Changed" className={styles.cell}>
        {entry.changedAt ? (
          <>
            <RelativeTime at={entry.changedAt} />
            {entry.changedBy && (
              <>
                {' by '}
                <OwnerName ownerRef={entry.changedBy} />
              </>
            )}
          </>
        ) : (
          '–'
        )}
      </td>
    </tr>
  );
}
