import { useApi } from '@backstage/frontend-plugin-api';
import {
  changeFacts,
  guestReadPermission,
  type Change,
} from '@flyloft/plugin-inventory-common';
import {
  ListTable,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { inventoryApiRef } from '../api/inventoryApi';
import { useListExport } from '../api/useListExport';
import { OwnerName } from '../guests/OwnerName';
import { detailPath } from '../paths';
import { InfrastructureLink } from '../platforms/InfrastructureLink';
import { NothingCollected } from '../platforms/NothingCollected';
import { useViewedList } from '../savedViews/useViewedList';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { ChangedThing } from './ChangedThing';
import { operationWords } from './changeWords';
import { HistoryBegins } from './HistoryBegins';
import { ChangeLine } from './ValueWords';

const newestFirst = { fact: 'at', descending: true };

type ChangeRow = Change & { id: string };

const columns: readonly ListColumn<ChangeRow>[] = [
  {
    id: 'at',
    width: 6.5,
    narrow: 'status',
    cell: change => <RelativeTime at={change.at} />,
  },
  {
    id: 'name',
    width: 13,
    narrow: 'title',
    cell: change => <ChangedThing change={change} />,
  },
  { id: 'kind', width: 5.5, cell: change => change.kind },
  {
    id: 'operation',
    width: 10.5,
    narrow: 'detail',
    whole: true,
    cell: change => {
      const { tone, word } = operationWords[change.operation];
      return <StatusBadge tone={tone}>{word}</StatusBadge>;
    },
  },
  {
    id: 'fields',
    label: 'From → to',
    exports: ['field', 'from', 'to'],
    narrow: 'detail',
    cell: change => <ChangedFields change={change} />,
  },
  {
    id: 'by',
    label: 'By',
    width: 9,
    exports: ['cause', 'by', 'reason'],
    cell: change => <ChangedBy change={change} />,
  },
  { id: 'platformId', width: 8, cell: change => change.platformId },
  {
    id: 'runId',
    width: 5,
    cell: change =>
      change.runId ? (
        <InfrastructureLink href={detailPath('sync', change.runId)} standalone>
          its run
        </InfrastructureLink>
      ) : (
        '–'
      ),
  },
];

// A sync is named by its run; a person or an override's end here.
function ChangedBy({ change }: { change: Change }) {
  if (change.cause === 'sync') return <>a sync</>;
  const who =
    change.by === null ? (
      'the end of an override'
    ) : (
      <OwnerName ownerRef={change.by} />
    );
  return <span title={change.reason ?? undefined}>{who}</span>;
}

// Only what changed has a from and a to; the column before says the rest.
function ChangedFields({ change }: { change: Change }) {
  if (change.operation !== 'changed') return null;
  return <ChangeLine change={change} />;
}

/** What changed over all platforms, newest first, in words. */
export function ChangesPage() {
  const inventory = useApi(inventoryApiRef);
  const list = useList<ChangeRow>({
    facts: changeFacts,
    defaultSort: newestFirst,
    ask: async (query, signal) => {
      const page = await inventory.listHistory(query, { signal });
      return {
        ...page,
        items: page.items.map(change => ({ ...change, id: change.sequence })),
      };
    },
  });
  const loadChoices = usePlatformChoices();
  const viewed = useViewedList('changes', list, columns);
  const exports = useListExport('history', list.query, 'changes');
  return (
    <PageFrame fill title="Changes" freshness={list.answer.data?.freshness}>
      <HistoryBegins />
      <ListTable
        what="changes"
        list={list}
        {...viewed}
        exports={exports}
        searchPlaceholder="Name of what changed"
        quickFacts={['type', 'operation', 'kind', 'platformId', 'cause', 'at']}
        loadChoices={loadChoices}
        permission={guestReadPermission.name}
        empty={<NothingCollected what="changes" />}
      />
    </PageFrame>
  );
}
