import { useApi } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  sessionEndPermission,
  sessionFacts,
  sessionReadPermission,
  type Session,
} from '@flyloft/plugin-sessions-common';
import {
  ConfirmButton,
  Copyable,
  EmptyState,
  ListTable,
  PageFrame,
  RelativeTime,
  StatusBadge,
  useList,
  type ListColumn,
} from '@flyloft/ui-kit';
import { sessionsApiRef } from '../api/sessionsApi';
import { browserWords, personWords, stateWords } from '../sessionWords';

const lastSeenFirst = { fact: 'lastSeenAt', descending: true };

/** Who is signed in, from where, and the way to end it. */
export function SessionsPage() {
  const sessions = useApi(sessionsApiRef);
  const refusal = useEndRefusal();
  const list = useList<Session>({
    facts: sessionFacts,
    defaultSort: lastSeenFirst,
    ask: (query, signal) => sessions.listSessions(query, { signal }),
  });
  const end = async (id: string) => {
    await sessions.endSession(id);
    await list.answer.reload();
  };
  return (
    <PageFrame fill title="Sessions">
      <ListTable
        what="sessions"
        list={list}
        columns={columnsFor(end, refusal)}
        searchPlaceholder="Person, address, browser"
        quickFacts={['state', 'user', 'address']}
        permission={sessionReadPermission.name}
        empty={
          <EmptyState title="No sessions yet">
            Each sign-in is listed here, with where it came from.
          </EmptyState>
        }
      />
    </PageFrame>
  );
}

function columnsFor(
  end: (id: string) => Promise<void>,
  refusal: string | undefined,
): readonly ListColumn<Session>[] {
  return [
    {
      id: 'user',
      width: 12,
      narrow: 'title',
      cell: session => personWords(session.user),
    },
    {
      id: 'state',
      width: 10,
      narrow: 'status',
      cell: session => {
        const { tone, word } = stateWords(session);
        return <StatusBadge tone={tone}>{word}</StatusBadge>;
      },
    },
    {
      id: 'lastSeenAt',
      width: 7,
      narrow: 'detail',
      cell: session => <RelativeTime at={session.lastSeenAt} />,
    },
    {
      id: 'createdAt',
      width: 7,
      cell: session => <RelativeTime at={session.createdAt} />,
    },
    {
      id: 'address',
      width: 10,
      narrow: 'detail',
      cell: session =>
        session.address ? <Copyable value={session.address} mono /> : '–',
    },
    {
      id: 'browser',
      label: 'Browser',
      cell: session => (
        <span title={session.userAgent ?? undefined}>
          {browserWords(session.userAgent)}
        </span>
      ),
    },
    {
      id: 'multiFactor',
      width: 8.5,
      cell: session => (session.multiFactor ? 'yes' : 'no'),
    },
    {
      id: 'action',
      label: 'Action',
      width: 6,
      narrow: 'detail',
      whole: true,
      cell: session =>
        session.state === 'open' && !session.current ? (
          <EndButton session={session} refusal={refusal} onEnd={end} />
        ) : (
          '–'
        ),
    },
  ];
}

function EndButton(props: {
  session: Session;
  refusal: string | undefined;
  onEnd: (id: string) => Promise<void>;
}) {
  const { session } = props;
  return (
    <ConfirmButton
      label="End"
      title={`End the session of ${personWords(session.user)}`}
      refusal={props.refusal}
      destructive
      onConfirm={() => props.onEnd(session.id)}
    >
      <p>
        Whoever uses it is signed out within ten seconds, and told by whom. They
        can sign in again, unless the directory no longer lets them.
      </p>
    </ConfirmButton>
  );
}

function useEndRefusal(): string | undefined {
  const right = usePermission({ permission: sessionEndPermission });
  if (right.allowed) return undefined;
  if (right.loading) return 'Your rights are still being asked for.';
  return `Your roles do not include ending sessions (${sessionEndPermission.name}). Ask whoever runs this portal for a role that does.`;
}
