import type { CsvColumn } from '@flyloft/backend-kit';
import type { AuditEventDetail } from '@flyloft/plugin-audit-common';

/** The columns of an exported trail: all of a row, its place in the chain included. */
export const eventCsvColumns: ReadonlyArray<CsvColumn<AuditEventDetail>> = [
  { heading: 'Sequence', value: event => event.sequence },
  { heading: 'Time', value: event => event.at },
  { heading: 'Type', value: event => event.type },
  { heading: 'Outcome', value: event => event.outcome },
  { heading: 'Severity', value: event => event.severity },
  { heading: 'Actor', value: event => event.actor.ref },
  { heading: 'Actor kind', value: event => event.actor.kind },
  { heading: 'Through', value: event => event.actor.via },
  { heading: 'Session', value: event => event.sessionId },
  { heading: 'Resource kind', value: event => event.resource?.kind },
  { heading: 'Resource id', value: event => event.resource?.id },
  { heading: 'Resource name', value: event => event.resource?.name },
  { heading: 'Address', value: event => event.address },
  { heading: 'User agent', value: event => event.userAgent },
  { heading: 'Method', value: event => event.method },
  { heading: 'Path', value: event => event.path },
  { heading: 'Error', value: event => event.error?.message },
  {
    heading: 'Details',
    value: event => (event.meta ? JSON.stringify(event.meta) : null),
  },
  { heading: 'Command', value: event => event.commandId },
  { heading: 'Hash', value: event => event.hash },
];
