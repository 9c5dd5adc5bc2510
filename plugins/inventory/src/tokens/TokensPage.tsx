import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  tokenFacts,
  tokenManagePermission,
  type Token,
} from '@flyloft/plugin-inventory-common';
import {
  ActionButton,
  ConfirmButton,
  EmptyState,
  ListTable,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useAnswer,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { OwnerName } from '../guests/OwnerName';
import { inventoryApiRef } from '../api/inventoryApi';
import { tokenApiRef } from '../api/tokenApi';
import { usePlatformChoices } from '../platforms/usePlatformChoices';
import { MakeTokenDialog } from './MakeTokenDialog';
import { platformWords, scopeWords, stateWords } from './tokenWords';

const newestFirst = { fact: 'createdAt', descending: true };

/** The tokens of sources that push and of scripts, and the way to end one. */
export function TokensPage() {
  const inventory = useApi(inventoryApiRef);
  const tokens = useApi(tokenApiRef);
  const [making, setMaking] = useState(false);
  const { allowed } = usePermission({ permission: tokenManagePermission });
  const list = useList<Token>({
    facts: tokenFacts,
    defaultSort: newestFirst,
    ask: (query, signal) => tokens.list(query, { signal }),
  });
  const platforms = useAnswer('platforms of tokens', signal =>
    inventory.listPlatforms({ signal }),
  );
  const loadChoices = usePlatformChoices();
  const titles = new Map(
    platforms.data?.items.map(({ id, title }) => [id, title] as const),
  );
  const revoke = async (id: string) => {
    await tokens.revoke(id);
    await list.answer.reload();
  };
  return (
    <PageFrame
      fill
      title="Tokens"
      actions={
        <ActionButton
          variant="primary"
          size="small"
          refusal={
            allowed
              ? undefined
              : `It takes the permission ${tokenManagePermission.name}.`
          }
          onPress={() => setMaking(true)}
        >
          Make a token
        </ActionButton>
      }
    >
      <ListTable
        what="tokens"
        list={list}
        columns={columnsFor(titles, revoke)}
        searchPlaceholder="Name, or how it begins"
        quickFacts={['state', 'scopes', 'platformIds']}
        loadChoices={async (fact, signal) =>
          fact === 'scopes'
            ? Object.entries(scopeWords).map(([value, label]) => ({
                value,
                label,
              }))
            : loadChoices(fact === 'platformIds' ? 'platformId' : fact, signal)
        }
        permission={tokenManagePermission.name}
        empty={
          <EmptyState title="No token yet">
            A source that pushes what it reads, or a script that asks for it,
            shows a token of its own. Make one for each.
          </EmptyState>
        }
      />
      {making && (
        <MakeTokenDialog
          platforms={platforms.data?.items ?? []}
          onClose={() => setMaking(false)}
          onMade={() => list.answer.reload()}
        />
      )}
    </PageFrame>
  );
}

function columnsFor(
  titles: ReadonlyMap<string, string>,
  revoke: (id: string) => Promise<void>,
): readonly ListColumn<Token>[] {
  return [
    { id: 'name', width: 11, narrow: 'title', cell: token => token.name },
    {
      id: 'state',
      width: 7,
      narrow: 'status',
      cell: ({ state }) => (
        <StatusBadge tone={stateWords[state].tone}>
          {stateWords[state].word}
        </StatusBadge>
      ),
    },
    {
      id: 'prefix',
      width: 9.5,
      optional: true,
      cell: token => <code>{token.prefix}…</code>,
    },
    {
      id: 'scopes',
      label: 'May',
      narrow: 'detail',
      cell: token => token.scopes.map(scope => scopeWords[scope]).join(', '),
    },
    {
      id: 'platformIds',
      label: 'For',
      narrow: 'detail',
      cell: token => platformWords(token, titles),
    },
    {
      id: 'lastUsedAt',
      width: 7,
      cell: ({ lastUsedAt, lastUsedFrom }) =>
        lastUsedAt ? (
          <span title={lastUsedFrom ? `from ${lastUsedFrom}` : undefined}>
            <RelativeTime at={lastUsedAt} />
          </span>
        ) : (
          'never'
        ),
    },
    {
      id: 'expiresAt',
      width: 6,
      cell: ({ expiresAt }) =>
        expiresAt ? <RelativeTime at={expiresAt} /> : 'never',
    },
    {
      id: 'createdBy',
      width: 9,
      cell: token => <OwnerName ownerRef={token.createdBy} />,
    },
    {
      id: 'action',
      label: 'Action',
      width: 6.5,
      narrow: 'detail',
      whole: true,
      cell: token =>
        token.state === 'active' ? (
          <RevokeButton token={token} onRevoke={revoke} />
        ) : (
          '–'
        ),
    },
  ];
}

function RevokeButton(props: {
  token: Token;
  onRevoke: (id: string) => Promise<void>;
}) {
  const { id, name } = props.token;
  return (
    <ConfirmButton
      label="Revoke"
      title={`Revoke the token '${name}'`}
      // Who sees the list may revoke: it is one permission.
      refusal={undefined}
      destructive
      onConfirm={() => props.onRevoke(id)}
    >
      <p>
        Whatever shows it is refused from now on. It can&apos;t be brought back;
        a new token takes its place.
      </p>
    </ConfirmButton>
  );
}
