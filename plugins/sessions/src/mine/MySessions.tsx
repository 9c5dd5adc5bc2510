import { useApi } from '@backstage/frontend-plugin-api';
import type { Session } from '@flyloft/plugin-sessions-common';
import {
  ConfirmButton,
  ErrorPanel,
  FactTable,
  RelativeTime,
  Section,
  StatusBadge,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { sessionsApiRef } from '../api/sessionsApi';
import { browserWords, stateWords } from '../sessionWords';

/** One's own sessions that are open, with the way to end each. */
export function MySessions() {
  const sessions = useApi(sessionsApiRef);
  const { data, error, reload } = useAnswer(
    'mine',
    signal => sessions.listMine({ signal }),
    { refreshSeconds: 60 },
  );
  const others = data?.items.some(session => !session.current);
  return (
    <Section
      title="My sessions"
      actions={
        others && (
          <ConfirmButton
            label="End all others"
            title="End all your other sessions"
            refusal={undefined}
            destructive
            onConfirm={async () => {
              await sessions.endMyOthers();
              await reload();
            }}
          >
            <p>Every browser but this one is signed out within ten seconds.</p>
          </ConfirmButton>
        )
      }
    >
      {error !== undefined && !data && (
        <ErrorPanel error={error} what="your sessions" onRetry={reload} />
      )}
      {!data && error === undefined && <Waiting lines={3} />}
      {data && (
        <>
          <p>
            A session ends after {data.limits.idleMinutes} minutes in which
            nothing is done, and after {data.limits.absoluteHours} hours in any
            case. End one that you don’t know.
          </p>
          <OpenSessions
            items={data.items}
            onEnd={async id => {
              await sessions.endMine(id);
              await reload();
            }}
          />
        </>
      )}
    </Section>
  );
}

function OpenSessions(props: {
  items: Session[];
  onEnd: (id: string) => Promise<void>;
}) {
  return (
    <FactTable label="My sessions" stacks>
      <thead>
        <tr>
          <th scope="col">Browser</th>
          <th scope="col">Address</th>
          <th scope="col">Signed in</th>
          <th scope="col">Last seen</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {props.items.map(session => (
          <tr key={session.id}>
            <td title={session.userAgent ?? undefined}>
              {browserWords(session.userAgent)}
            </td>
            <td data-label="Address">{session.address ?? '–'}</td>
            <td data-label="Signed in">
              <RelativeTime at={session.createdAt} />
            </td>
            <td data-label="Last seen">
              <RelativeTime at={session.lastSeenAt} />
            </td>
            <td data-label="State">
              <StateOrEnd session={session} onEnd={props.onEnd} />
            </td>
          </tr>
        ))}
      </tbody>
    </FactTable>
  );
}

function StateOrEnd(props: {
  session: Session;
  onEnd: (id: string) => Promise<void>;
}) {
  const { session } = props;
  if (session.current) {
    const { tone, word } = stateWords(session);
    return <StatusBadge tone={tone}>{word}</StatusBadge>;
  }
  return (
    <ConfirmButton
      label="End"
      title="End this session"
      refusal={undefined}
      destructive
      onConfirm={() => props.onEnd(session.id)}
    >
      <p>That browser is signed out within ten seconds.</p>
    </ConfirmButton>
  );
}
