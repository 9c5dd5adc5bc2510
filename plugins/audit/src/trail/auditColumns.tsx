import { Link } from '@backstage/ui';
import type { AuditEvent } from '@flyloft/plugin-audit-common';
import {
  Copyable,
  RelativeTime,
  StatusBadge,
  type ListColumn,
} from '@flyloft/ui-kit';
import { eventPath } from '../paths';
import {
  actorWords,
  outcomeWords,
  pluginOf,
  resourceWords,
  typeWords,
} from './eventWords';

/** The columns of the audit trail. */
export const auditColumns: readonly ListColumn<AuditEvent>[] = [
  {
    id: 'at',
    width: 7,
    narrow: 'status',
    cell: event => <RelativeTime at={event.at} />,
  },
  {
    id: 'type',
    width: 12,
    narrow: 'title',
    cell: event => (
      <Link href={eventPath(event.sequence)} standalone title={event.type}>
        {typeWords(event.type)}
      </Link>
    ),
  },
  {
    id: 'outcome',
    width: 7,
    narrow: 'detail',
    cell: event => {
      const { tone, word } = outcomeWords[event.outcome];
      return (
        <StatusBadge tone={tone} title={event.error?.message}>
          {word}
        </StatusBadge>
      );
    },
  },
  {
    id: 'actor',
    width: 11,
    narrow: 'detail',
    cell: event => actorWords(event.actor),
  },
  {
    id: 'resource',
    narrow: 'detail',
    cell: event => (
      <span title={event.resource?.id ?? undefined}>
        {resourceWords(event.resource)}
      </span>
    ),
  },
  {
    id: 'address',
    width: 10,
    cell: event =>
      event.address ? <Copyable value={event.address} mono /> : '–',
  },
  { id: 'plugin', label: 'Part', width: 7, cell: e => pluginOf(e.type) },
  { id: 'severity', width: 6, optional: true, cell: event => event.severity },
  {
    id: 'path',
    label: 'Request',
    width: 16,
    optional: true,
    cell: event => (event.path ? `${event.method} ${event.path}` : '–'),
  },
];
