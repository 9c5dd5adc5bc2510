import type { AuditorService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  apiRoute,
  audited,
  csvFile,
  nameOf,
  type ApiRoute,
} from '@flyloft/backend-kit';
import {
  listQuerySchema,
  pageSchema,
  type Freshness,
} from '@flyloft/kit-common';
import {
  auditEventDetailSchema,
  auditEventSchema,
  auditReadPermission,
  auditTypeSchema,
  auditVerifyPermission,
  chainStateSchema,
  verificationSchema,
} from '@flyloft/plugin-audit-common';
import { z } from 'zod';
import { eventCsvColumns } from './events/eventCsvColumns';
import type { EventStore } from './events/EventStore';
import type { VerificationService } from './verification/VerificationService';

/** What the routes read from and act through. */
export interface AuditServices {
  events: EventStore;
  verifications: VerificationService;
  auditor: AuditorService;
}

/** Every route of `/api/audit`. */
export function auditRoutes(services: AuditServices): ApiRoute[] {
  return [
    ...eventRoutes(services),
    ...exportRoutes(services),
    ...chainRoutes(services),
  ];
}

const permission = auditReadPermission;

function eventRoutes({ events }: AuditServices): ApiRoute[] {
  return [
    apiRoute({
      method: 'get',
      path: '/',
      summary: 'List events of the audit trail',
      permission,
      query: listQuerySchema,
      answer: pageSchema(auditEventSchema),
      async handle({ query }) {
        const { items, nextCursor, total } = await events.list(query);
        return { items, nextCursor, total, freshness: freshNow() };
      },
    }),
    apiRoute({
      method: 'get',
      path: '/types',
      summary: 'List types of events of the audit trail',
      permission,
      answer: z.object({ items: z.array(auditTypeSchema) }),
      handle: async () => ({ items: await events.types() }),
    }),
    apiRoute({
      method: 'get',
      path: '/events/{sequence}',
      summary: 'See an event of the audit trail',
      permission,
      answer: auditEventDetailSchema,
      async handle({ parameters: { sequence = '' } }) {
        const event = await events.get(sequence);
        if (!event) throw new NotFoundError(`There is no event '${sequence}'`);
        return event;
      },
    }),
  ];
}

function exportRoutes({ events, auditor }: AuditServices): ApiRoute[] {
  const query = listQuerySchema.omit({ limit: true, cursor: true });
  return [
    apiRoute({
      method: 'get',
      path: '/export.csv',
      summary: 'Export the audit trail as CSV',
      permission,
      query,
      answer: 'text/csv',
      handle: call =>
        exported(auditor, call, 'csv', () =>
          csvFile('audit.csv', eventCsvColumns, events.stream(call.query)),
        ),
    }),
    apiRoute({
      method: 'get',
      path: '/export.ndjson',
      summary: 'Export the audit trail as NDJSON',
      permission,
      query,
      answer: 'application/x-ndjson',
      handle: call =>
        exported(auditor, call, 'ndjson', () => ({
          name: 'audit.ndjson',
          contentType: 'application/x-ndjson; charset=utf-8',
          pieces: linesOf(events.stream(call.query)),
        })),
    }),
  ];
}

function chainRoutes({ verifications, auditor }: AuditServices): ApiRoute[] {
  return [
    apiRoute({
      method: 'get',
      path: '/chain',
      summary: 'See the state of the audit chain',
      permission,
      answer: chainStateSchema,
      handle: () => verifications.state(),
    }),
    apiRoute({
      method: 'post',
      path: '/verifications',
      summary: 'Verify the audit chain',
      permission: auditVerifyPermission,
      status: 202,
      answer: verificationSchema,
      handle: ({ request, credentials }) =>
        audited(auditor, { eventId: 'verification-start', request }, () =>
          verifications.start(nameOf(credentials)),
        ),
    }),
  ];
}

/** Who takes rows out of the portal is a row, with what was asked for. */
async function exported<T>(
  auditor: AuditorService,
  call: { query: object; request: Parameters<typeof audited>[1]['request'] },
  format: string,
  make: () => T,
): Promise<T> {
  return audited(
    auditor,
    {
      eventId: 'export',
      request: call.request,
      meta: { format, query: JSON.parse(JSON.stringify(call.query)) },
    },
    async () => make(),
  );
}

async function* linesOf(batches: AsyncIterable<unknown[]>) {
  for await (const batch of batches) {
    yield batch.map(item => `${JSON.stringify(item)}\n`).join('');
  }
}

/** A trail is never older than its newest row. */
function freshNow(): Freshness {
  const at = new Date().toISOString();
  return { collectedAt: at, state: 'fresh', platforms: [] };
}
