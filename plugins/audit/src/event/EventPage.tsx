import { useApi } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { useParams } from 'react-router-dom';
import {
  auditReadPermission,
  type AuditEventDetail,
} from '@flyloft/plugin-audit-common';
import {
  Copyable,
  ErrorPanel,
  ExactTime,
  FactList,
  FactTable,
  listHref,
  Notice,
  PageFrame,
  Section,
  StatusBadge,
  useAnswer,
  Waiting,
} from '@flyloft/ui-kit';
import { auditApiRef } from '../api/auditApi';
import { auditPath } from '../paths';
import {
  actorWords,
  outcomeWords,
  resourceWords,
  typeWords,
} from '../trail/eventWords';
import { detailsOf } from './changedFields';

const breadcrumbs = [{ label: 'Audit', href: auditPath }];

/** One row of the trail with all that it holds. */
export function EventPage() {
  const { id: sequence = '' } = useParams();
  const audit = useApi(auditApiRef);
  const answer = useAnswer(sequence, signal =>
    audit.getEvent(sequence, { signal }),
  );
  const event = answer.outdated ? undefined : answer.data;
  if (!event) {
    return (
      <PageFrame title="Event" breadcrumbs={breadcrumbs}>
        {answer.error !== undefined ? (
          <ErrorPanel
            error={answer.error}
            what="the audit trail"
            permission={auditReadPermission.name}
            onRetry={answer.reload}
          />
        ) : (
          <Waiting lines={8} />
        )}
      </PageFrame>
    );
  }
  const { tone, word } = outcomeWords[event.outcome];
  return (
    <PageFrame
      title={typeWords(event.type)}
      breadcrumbs={breadcrumbs}
      beside={<StatusBadge tone={tone}>{word}</StatusBadge>}
    >
      {event.error && <Notice tone="problem">{event.error.message}</Notice>}
      <WhoAndWhat event={event} />
      <Details event={event} />
      <Place event={event} />
    </PageFrame>
  );
}

function WhoAndWhat({ event }: { event: AuditEventDetail }) {
  const { actor } = event;
  const same = (fact: string, value: string) =>
    listHref(auditPath, {
      filters: [{ fact, operator: 'eq', values: [value] }],
    });
  return (
    <Section title="Who and what">
      <FactList
        facts={[
          { label: 'Time', value: <ExactTime at={event.at} /> },
          { label: 'Type', value: <Copyable value={event.type} mono /> },
          {
            label: 'Actor',
            value: actor.ref ? (
              <Link href={same('actor', actor.ref)}>{actorWords(actor)}</Link>
            ) : (
              actorWords(actor)
            ),
          },
          { label: 'Through', value: actor.via },
          {
            label: 'Resource',
            value: event.resource?.id ? (
              <Link href={same('resource', event.resource.id)}>
                {resourceWords(event.resource)}
              </Link>
            ) : (
              resourceWords(event.resource)
            ),
          },
          { label: 'Severity', value: event.severity },
          { label: 'Address', value: event.address },
          { label: 'Browser or program', value: event.userAgent },
          {
            label: 'Request',
            value: event.path ? `${event.method} ${event.path}` : null,
          },
          {
            label: 'Session',
            value: event.sessionId ? (
              <Link href={same('sessionId', event.sessionId)}>
                what else was done in it
              </Link>
            ) : null,
          },
        ]}
      />
    </Section>
  );
}

function Details({ event }: { event: AuditEventDetail }) {
  const { changes, rest } = detailsOf(event.meta);
  return (
    <>
      {changes.length > 0 && (
        <Section title="Before and after">
          <FactTable label="Before and after">
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ field, before, after }) => (
                <tr key={field}>
                  <td>{field}</td>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ))}
            </tbody>
          </FactTable>
        </Section>
      )}
      {rest.length > 0 && (
        <Section title="Details">
          <FactList columns="single" facts={rest} />
        </Section>
      )}
    </>
  );
}

function Place({ event }: { event: AuditEventDetail }) {
  return (
    <Section title="Place in the chain">
      <FactList
        columns="single"
        facts={[
          { label: 'Row', value: event.sequence },
          { label: 'Hash', value: <Copyable value={event.hash} mono /> },
          {
            label: 'Hash before it',
            value: <Copyable value={event.previousHash} mono />,
          },
          {
            label: 'Command',
            value: <Copyable value={event.commandId} mono />,
          },
        ]}
      />
    </Section>
  );
}
